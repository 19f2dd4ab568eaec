package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.CustomTag;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.Headers;
import io.meltemi.translator.config.HttpRetry;
import io.meltemi.translator.config.LabelSelector;
import io.meltemi.translator.config.Percent;
import io.meltemi.translator.config.PolicyTargetRef;
import io.meltemi.translator.config.PortSelector;
import io.meltemi.translator.config.ReadinessProbe;
import io.meltemi.translator.config.StringMatch;
import io.meltemi.translator.config.WorkloadSelector;
import java.util.Optional;

/** Parts that several kinds of objects are made of. */
final class SharedDecoder {

  private static final ImmutableMap<String, LabelSelector.Operator> OPERATORS =
      ImmutableMap.of(
          "In", LabelSelector.Operator.IN,
          "NotIn", LabelSelector.Operator.NOT_IN,
          "Exists", LabelSelector.Operator.EXISTS,
          "DoesNotExist", LabelSelector.Operator.DOES_NOT_EXIST);

  private SharedDecoder() {}

  static PortSelector portSelector(ObjectReader in) {
    return new PortSelector(in.unsigned("number"));
  }

  static Percent percent(ObjectReader in) {
    return new Percent(in.optionalDouble("value").orElse(0.0));
  }

  private static LabelSelector.Requirement requirement(ObjectReader in) {
    return new LabelSelector.Requirement(
        in.string("key"),
        in.named("operator", OPERATORS, LabelSelector.Operator.IN),
        in.strings("values"));
  }

  static LabelSelector labelSelector(ObjectReader in) {
    return new LabelSelector(
        in.stringMap("matchLabels"), in.list("matchExpressions", SharedDecoder::requirement));
  }

  static PolicyTargetRef policyTargetRef(ObjectReader in) {
    return new PolicyTargetRef(
        in.string("group"),
        in.requiredString("kind"),
        in.requiredString("name"),
        in.string("namespace"));
  }

  static Destination destination(ObjectReader in) {
    return new Destination(
        in.requiredString("host"),
        in.string("subset"),
        in.object("port", SharedDecoder::portSelector));
  }

  private static Headers.Operations operations(ObjectReader in) {
    return new Headers.Operations(in.stringMap("set"), in.stringMap("add"), in.strings("remove"));
  }

  static Headers headers(ObjectReader in) {
    return new Headers(
        in.object("request", SharedDecoder::operations),
        in.object("response", SharedDecoder::operations));
  }

  static HttpRetry httpRetry(ObjectReader in) {
    return new HttpRetry(
        in.integer("attempts"),
        in.duration("perTryTimeout"),
        in.string("retryOn"),
        in.optionalBool("retryRemoteLocalities"),
        in.optionalBool("retryIgnorePreviousHosts"),
        in.duration("backoff"));
  }

  private static ReadinessProbe.HttpHeader httpHeader(ObjectReader in) {
    return new ReadinessProbe.HttpHeader(in.string("name"), in.string("value"));
  }

  private static ReadinessProbe.HealthCheck.HttpGet httpGet(ObjectReader in) {
    return new ReadinessProbe.HealthCheck.HttpGet(
        in.string("path"),
        in.requiredUnsigned("port"),
        in.string("host"),
        in.string("scheme"),
        in.list("httpHeaders", SharedDecoder::httpHeader));
  }

  private static ReadinessProbe.HealthCheck.TcpSocket tcpSocket(ObjectReader in) {
    return new ReadinessProbe.HealthCheck.TcpSocket(in.string("host"), in.requiredUnsigned("port"));
  }

  private static ReadinessProbe.HealthCheck.Exec exec(ObjectReader in) {
    return new ReadinessProbe.HealthCheck.Exec(in.requiredStrings("command"));
  }

  private static ReadinessProbe.HealthCheck.Grpc grpc(ObjectReader in) {
    return new ReadinessProbe.HealthCheck.Grpc(in.unsigned("port"), in.string("service"));
  }

  static ReadinessProbe readinessProbe(ObjectReader in) {
    return new ReadinessProbe(
        in.integer("initialDelaySeconds"),
        in.integer("timeoutSeconds"),
        in.integer("periodSeconds"),
        in.integer("successThreshold"),
        in.integer("failureThreshold"),
        healthCheck(in));
  }

  static StringMatch stringMatch(ObjectReader in) {
    return switch (in.oneOf("exact", "prefix", "regex")) {
      case "exact" -> new StringMatch.Exact(in.string("exact"));
      case "prefix" -> new StringMatch.Prefix(in.string("prefix"));
      case "regex" -> new StringMatch.Regex(in.string("regex"));
      default -> new StringMatch.Present();
    };
  }

  /** The selector of the networking group. */
  static WorkloadSelector labels(ObjectReader in) {
    return new WorkloadSelector(in.stringMap("labels"));
  }

  /** The selector of the other groups. */
  static WorkloadSelector matchLabels(ObjectReader in) {
    return new WorkloadSelector(in.stringMap("matchLabels"));
  }

  static CustomTag customTag(ObjectReader in) {
    return switch (in.oneOf("literal", "environment", "header", "formatter")) {
      case "literal" ->
          in.requiredObject("literal", tag -> new CustomTag.Literal(tag.requiredString("value")));
      case "environment" ->
          in.requiredObject(
              "environment",
              tag ->
                  new CustomTag.Environment(
                      tag.requiredString("name"), tag.string("defaultValue")));
      case "formatter" ->
          in.requiredObject(
              "formatter", tag -> new CustomTag.Formatter(tag.requiredString("value")));
      default ->
          in.requiredObject(
              "header",
              tag ->
                  new CustomTag.RequestHeader(
                      tag.requiredString("name"), tag.string("defaultValue")));
    };
  }

  private static Optional<ReadinessProbe.HealthCheck> healthCheck(ObjectReader in) {
    return switch (in.oneOf("httpGet", "tcpSocket", "exec", "grpc")) {
      case "httpGet" -> in.object("httpGet", SharedDecoder::httpGet);
      case "tcpSocket" -> in.object("tcpSocket", SharedDecoder::tcpSocket);
      case "exec" -> in.object("exec", SharedDecoder::exec);
      case "grpc" -> in.object("grpc", SharedDecoder::grpc);
      default -> Optional.empty();
    };
  }
}

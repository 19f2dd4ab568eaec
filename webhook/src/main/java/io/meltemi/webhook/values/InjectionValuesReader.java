package io.meltemi.webhook.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.LabelSelector;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.webhook.values.GlobalValues.ProxyInitValues;
import io.meltemi.webhook.values.InjectionValues.Pilot;
import io.meltemi.webhook.values.InjectionValues.SidecarInjectorWebhook;
import io.meltemi.webhook.values.ProxyValues.AutoInject;
import io.meltemi.webhook.values.ProxyValues.InterceptionValues;
import io.meltemi.webhook.values.ProxyValues.Readiness;
import io.meltemi.webhook.values.ProxyValues.Startup;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link InjectionValues} from JSON or YAML. */
public final class InjectionValuesReader {

  private static final ImmutableMap<String, LabelSelector.Operator> OPERATORS =
      ImmutableMap.of(
          "In", LabelSelector.Operator.IN,
          "NotIn", LabelSelector.Operator.NOT_IN,
          "Exists", LabelSelector.Operator.EXISTS,
          "DoesNotExist", LabelSelector.Operator.DOES_NOT_EXIST);

  private InjectionValuesReader() {}

  /** What a text of values gives. */
  public sealed interface Reading {

    record Accepted(InjectionValues values) implements Reading {}

    /**
     * Not usable as a whole; what was known before may be kept.
     *
     * @param problems {@code global.proxy.statusPort: a number that is not negative is expected}
     */
    record Rejected(ImmutableList<String> problems) implements Reading {}
  }

  public static Reading read(String text) {
    DocumentReader.Documents read = DocumentReader.read("values", text);
    if (!read.diagnostics().isEmpty()) {
      return new Reading.Rejected(
          read.diagnostics().stream()
              .map(diagnostic -> diagnostic.position() + ": " + diagnostic.message())
              .collect(ImmutableList.toImmutableList()));
    }
    JsonNode root =
        read.documents().isEmpty()
            ? MissingNode.getInstance()
            : json(read.documents().getFirst().tree());
    if (read.documents().size() > 1 || !(root.isObject() || root.isMissingNode())) {
      return new Reading.Rejected(ImmutableList.of("values are one mapping"));
    }
    List<String> problems = new ArrayList<>();
    InjectionValues values = values(new ValueReader(root, "", problems));
    return problems.isEmpty()
        ? new Reading.Accepted(values)
        : new Reading.Rejected(ImmutableList.copyOf(problems));
  }

  static InjectionValues defaults() {
    return values(new ValueReader(MissingNode.getInstance(), "", new ArrayList<>()));
  }

  /** Scalars stay texts, as they were written: a tag of 1.30 is not 1.3. */
  private static JsonNode json(ConfigTree tree) {
    return switch (tree) {
      case ConfigTree.Scalar scalar ->
          scalar.type() == ConfigTree.Scalar.Type.NULL
              ? NullNode.getInstance()
              : TextNode.valueOf(scalar.text());
      case ConfigTree.Sequence sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        sequence.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case ConfigTree.Mapping mapping -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
        yield object;
      }
    };
  }

  private static InjectionValues values(ValueReader in) {
    return new InjectionValues(
        global(in.at("global")),
        webhook(in.at("sidecarInjectorWebhook")),
        new Pilot(
            in.at("pilot")
                .at("cni")
                .flag("enabled")
                .orElse(in.at("istio_cni").flag("enabled", false))),
        in.text("revision", ""));
  }

  private static GlobalValues global(ValueReader in) {
    return new GlobalValues(
        in.text("hub", "meltemi"),
        in.text("tag", "latest"),
        in.text("variant", ""),
        in.text("imagePullPolicy", ""),
        in.list("imagePullSecrets", ValueReader::self),
        in.text("istioNamespace", "istio-system"),
        in.text("meshID", ""),
        in.text("network", ""),
        in.at("multiCluster").text("clusterName", ""),
        in.text("trustDomain", ""),
        proxy(in.at("proxy")),
        new ProxyInitValues(
            in.at("proxy_init").text("image", "proxy-init"),
            resources(in.at("proxy_init").at("resources"))));
  }

  private static ProxyValues proxy(ValueReader in) {
    return new ProxyValues(
        autoInject(in),
        in.text("image", "envoyproxy/envoy:v1.40.0"),
        in.text("clusterDomain", "cluster.local"),
        in.text("logLevel", "warning"),
        in.text("componentLogLevel", "misc:error"),
        in.flag("privileged", false),
        in.flag("enableCoreDump", false),
        in.number("statusPort", 15020),
        new Readiness(
            in.number("readinessInitialDelaySeconds", 0),
            in.number("readinessPeriodSeconds", 15),
            in.number("readinessFailureThreshold", 4)),
        new Startup(
            in.at("startupProbe").flag("enabled", true),
            in.at("startupProbe").number("failureThreshold", 600)),
        new InterceptionValues(
            in.text("includeIPRanges", "*"),
            in.text("excludeIPRanges", ""),
            in.text("includeInboundPorts", "*"),
            in.text("excludeInboundPorts", ""),
            in.text("includeOutboundPorts", ""),
            in.text("excludeOutboundPorts", "")),
        resources(in.at("resources")),
        in.flag("holdApplicationUntilProxyStarts"),
        in.at("seccompProfile").text("type", ""));
  }

  private static AutoInject autoInject(ValueReader in) {
    return switch (in.text("autoInject", "enabled")) {
      case "enabled" -> AutoInject.ENABLED;
      case "disabled" -> AutoInject.DISABLED;
      default -> {
        in.wrong("autoInject", "enabled or disabled");
        yield AutoInject.DISABLED;
      }
    };
  }

  private static ResourceValues resources(ValueReader in) {
    return new ResourceValues(in.texts("requests"), in.texts("limits"));
  }

  private static SidecarInjectorWebhook webhook(ValueReader in) {
    ImmutableList<String> templates = in.list("defaultTemplates", ValueReader::self);
    return new SidecarInjectorWebhook(
        in.list("neverInjectSelector", InjectionValuesReader::selector),
        in.list("alwaysInjectSelector", InjectionValuesReader::selector),
        in.texts("injectedAnnotations"),
        in.flag("rewriteAppHTTPProbe", true),
        templates.isEmpty() ? ImmutableList.of("sidecar") : templates);
  }

  private static PodSelector selector(ValueReader in) {
    ImmutableSortedMap<String, String> labels = in.texts("matchLabels");
    ImmutableList<LabelSelector.Requirement> expressions =
        in.list("matchExpressions", InjectionValuesReader::requirement);
    return new PodSelector(new LabelSelector(labels, expressions));
  }

  private static LabelSelector.Requirement requirement(ValueReader in) {
    LabelSelector.Operator operator = OPERATORS.get(in.text("operator", ""));
    if (operator == null) {
      in.wrong("operator", "In, NotIn, Exists or DoesNotExist");
      operator = LabelSelector.Operator.IN;
    }
    return new LabelSelector.Requirement(
        in.text("key", ""), operator, in.list("values", ValueReader::self));
  }
}

package io.meltemi.translator.config.decode;

import com.google.common.base.CharMatcher;
import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ObjectShape.Field;
import io.meltemi.translator.config.decode.ValueShape.Nested;
import io.meltemi.translator.config.standin.StandIn;
import io.meltemi.translator.config.standin.StandIns;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Severity;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a typed object of a tree.
 *
 * <p>Strict as an API server with strict validation is: a wrong type or a missing required field
 * rejects the object; a field that the API does not have is a warning, and the object is used
 * without it.
 */
public final class ConfigDecoder {

  /** Under this key MeshConfig is known: there is one, and it has no name of its own. */
  public static final ConfigKey MESH_CONFIG = new ConfigKey(ConfigKind.MESH_CONFIG, "", "mesh");

  private static final ImmutableMap<ConfigKind, Function<ObjectReader, ? extends ConfigSpec>>
      DECODERS =
          ImmutableMap.<ConfigKind, Function<ObjectReader, ? extends ConfigSpec>>builder()
              .put(ConfigKind.VIRTUAL_SERVICE, spec(VirtualServiceDecoder::virtualService))
              .put(ConfigKind.DESTINATION_RULE, spec(DestinationRuleDecoder::destinationRule))
              .put(ConfigKind.GATEWAY, spec(GatewayDecoder::gateway))
              .put(ConfigKind.SERVICE_ENTRY, spec(ServiceEntryDecoder::serviceEntry))
              .put(ConfigKind.WORKLOAD_ENTRY, spec(ServiceEntryDecoder::workloadEntry))
              .put(ConfigKind.WORKLOAD_GROUP, spec(ServiceEntryDecoder::workloadGroup))
              .put(ConfigKind.SIDECAR, spec(SidecarDecoder::sidecar))
              .put(ConfigKind.ENVOY_FILTER, spec(EnvoyFilterDecoder::envoyFilter))
              .put(ConfigKind.PROXY_CONFIG, spec(ProxyConfigDecoder::proxyConfig))
              .put(
                  ConfigKind.PEER_AUTHENTICATION,
                  spec(PeerAuthenticationDecoder::peerAuthentication))
              .put(
                  ConfigKind.REQUEST_AUTHENTICATION,
                  spec(RequestAuthenticationDecoder::requestAuthentication))
              .put(
                  ConfigKind.AUTHORIZATION_POLICY,
                  spec(AuthorizationPolicyDecoder::authorizationPolicy))
              .put(ConfigKind.TELEMETRY, spec(TelemetryDecoder::telemetry))
              .put(ConfigKind.WASM_PLUGIN, spec(WasmPluginDecoder::wasmPlugin))
              .put(ConfigKind.TRAFFIC_EXTENSION, spec(TrafficExtensionDecoder::trafficExtension))
              .put(ConfigKind.NAMESPACE, KubeObjectDecoder::namespace)
              .put(ConfigKind.SERVICE, KubeServiceDecoder::root)
              .put(ConfigKind.ENDPOINT_SLICE, KubeEndpointSliceDecoder::root)
              .put(ConfigKind.POD, KubePodDecoder::root)
              .put(ConfigKind.NODE, KubeObjectDecoder::node)
              .put(ConfigKind.SERVICE_ACCOUNT, KubeObjectDecoder::serviceAccount)
              .put(ConfigKind.SECRET, KubeObjectDecoder::secret)
              .put(ConfigKind.CONFIG_MAP, KubeObjectDecoder::kubeConfigMap)
              .buildOrThrow();

  private static final int MAX_NAME = 253;
  private static final CharMatcher NAME_CHARACTERS =
      CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf("-."));

  private ConfigDecoder() {}

  /** Decodes an object of any kind. */
  public static Decoded<?> decode(Document document) {
    if (!(document.tree() instanceof Mapping root)) {
      return refused(
          document,
          ConfigKey.NONE,
          DiagnosticCode.MALFORMED_DOCUMENT,
          "a document is an object with apiVersion, kind and metadata, not "
              + document.tree().description());
    }
    ObjectHeader header = ObjectHeader.of(root);
    if (header.kind().isEmpty() || header.apiVersion().isEmpty()) {
      return refused(
          document,
          ConfigKey.NONE,
          DiagnosticCode.INCOMPLETE_OBJECT,
          "the object has no " + (header.kind().isEmpty() ? "kind" : "apiVersion"));
    }
    ConfigKind kind =
        ConfigKind.parse(header.apiVersion(), header.kind()).orElse(ConfigKind.UNKNOWN);
    Function<ObjectReader, ? extends ConfigSpec> decoder = DECODERS.get(kind);
    if (decoder == null) {
      return unknownKind(document, header);
    }
    ConfigKey key = header.key();
    if (key.equals(ConfigKey.NONE)) {
      return refused(
          document,
          key,
          DiagnosticCode.INCOMPLETE_OBJECT,
          "the " + header.kind() + " has no metadata.name");
    }
    if (!isName(key.name()) || !(key.namespace().isEmpty() || isName(key.namespace()))) {
      return misnamed(document, root, key, decoder);
    }
    return decode(document, root, key, decoder);
  }

  /**
   * What objects of a kind of Istio's may have under {@code spec}, as their decoder says by
   * reading. Throws on kinds of which we read a few fields only.
   */
  public static ObjectShape specShape(ConfigKind kind) {
    Function<ObjectReader, ? extends ConfigSpec> decoder = DECODERS.get(kind);
    Preconditions.checkArgument(decoder != null && !isKube(kind), "%s is not Istio's", kind);
    if (Sketch.shape(decoder).fields().get("spec")
        instanceof Field(Nested(ObjectShape spec), _, _)) {
      return spec;
    }
    throw new IllegalStateException("the decoder of " + kind + " reads no spec");
  }

  /**
   * What must hold in the place of an object that could not be read to its end.
   *
   * @param partial what was read before that place
   * @param problem why nothing was read after it
   */
  static Optional<StandIn> standIn(Document partial, Diagnostic problem) {
    Function<ObjectReader, ? extends ConfigSpec> decoder = DECODERS.get(problem.object().kind());
    return decoder != null
            && StandIns.areFor(problem.object().kind())
            && partial.tree() instanceof Mapping root
        ? standIn(partial, root, decoder, problem)
        : Optional.empty();
  }

  private static Optional<StandIn> standIn(
      Document document,
      Mapping root,
      Function<ObjectReader, ? extends ConfigSpec> decoder,
      Diagnostic problem) {
    ConfigKey key = problem.object();
    DecodeLog log = new DecodeLog(document, key);
    ObjectReader in = ObjectReader.of(log, root, FieldNames.STRICT);
    in.ignore("apiVersion", "kind");
    ObjectMeta meta = in.objectOrEmpty("metadata", MetaDecoder::meta);
    ConfigObject<?> read = ConfigObject.of(key, meta, decoder.apply(in));
    in.close(decoder);
    return StandIns.of(
        read, ImmutableList.<Diagnostic>builder().add(problem).addAll(log.diagnostics()).build());
  }

  private static Decoded<?> misnamed(
      Document document,
      Mapping root,
      ConfigKey key,
      Function<ObjectReader, ? extends ConfigSpec> decoder) {
    Diagnostic problem =
        Diagnostic.error(
            DiagnosticCode.INVALID_VALUE,
            key,
            document.position(root.line(), root.column()),
            "metadata.name",
            "names are lower-case letters, digits, - and ., at most " + MAX_NAME);
    return new Decoded.Rejected<>(
        key,
        StandIns.areFor(key.kind()) ? standIn(document, root, decoder, problem) : Optional.empty(),
        ImmutableList.of(problem));
  }

  /** Decodes a MeshConfig, which has neither kind nor metadata. */
  public static Decoded<MeshConfig> decodeMeshConfig(Document document) {
    if (!(document.tree() instanceof Mapping root)) {
      return refused(
          document,
          MESH_CONFIG,
          DiagnosticCode.MALFORMED_DOCUMENT,
          "MeshConfig is a mapping, not " + document.tree().description());
    }
    DecodeLog log = new DecodeLog(document, MESH_CONFIG);
    ObjectReader in = ObjectReader.of(log, root, FieldNames.CAMEL_OR_SNAKE);
    MeshConfig mesh = MeshConfigDecoder.meshConfig(in);
    in.close(MeshConfigDecoder::meshConfig);
    return result(log, MESH_CONFIG, ObjectMeta.EMPTY, mesh);
  }

  private static <T extends ConfigSpec> Decoded<T> decode(
      Document document, Mapping root, ConfigKey key, Function<ObjectReader, T> decoder) {
    DecodeLog log = new DecodeLog(document, key);
    boolean narrowing = isKube(key.kind());
    ObjectReader in = ObjectReader.of(log, root, narrowing ? FieldNames.OPEN : FieldNames.STRICT);
    in.ignore("apiVersion", "kind");
    ObjectMeta meta = in.objectOrEmpty("metadata", MetaDecoder::meta);
    T spec = decoder.apply(in);
    in.close(decoder);
    return result(log, key, meta, spec);
  }

  private static <T extends ConfigSpec> Decoded<T> result(
      DecodeLog log, ConfigKey key, ObjectMeta meta, T spec) {
    ConfigObject<T> object = ConfigObject.of(key, meta, spec);
    return log.hasErrors()
        ? new Decoded.Rejected<>(key, StandIns.of(object, log.diagnostics()), log.diagnostics())
        : new Decoded.Accepted<>(object, log.diagnostics());
  }

  private static <T extends ConfigSpec> Function<ObjectReader, T> spec(
      Function<ObjectReader, T> decoder) {
    return in -> {
      in.ignore("status");
      return in.objectOrEmpty("spec", decoder);
    };
  }

  /** Of Istio's groups it is a mistake; of another group it is somebody else's. */
  private static <T extends ConfigSpec> Decoded<T> unknownKind(
      Document document, ObjectHeader header) {
    String what = header.kind() + " of " + header.apiVersion();
    if (header.apiVersion().contains(".istio.io/")) {
      return refused(
          document,
          ConfigKey.NONE,
          DiagnosticCode.UNKNOWN_KIND,
          what + " is not known; check apiVersion and kind");
    }
    return new Decoded.Skipped<>(
        ImmutableList.of(
            new Diagnostic(
                Severity.INFO,
                DiagnosticCode.UNKNOWN_KIND,
                ConfigKey.NONE,
                document.position(document.tree().line(), document.tree().column()),
                "",
                what + " " + header.name() + " is not for the mesh; it is passed over")));
  }

  private static <T extends ConfigSpec> Decoded<T> refused(
      Document document, ConfigKey key, DiagnosticCode code, String message) {
    ConfigTree tree = document.tree();
    return new Decoded.Rejected<>(
        key,
        ImmutableList.of(
            Diagnostic.error(
                code, key, document.position(tree.line(), tree.column()), "", message)));
  }

  private static boolean isKube(ConfigKind kind) {
    return !kind.group().endsWith(".istio.io");
  }

  /** A subdomain of RFC 1123, as Kubernetes names objects. */
  private static boolean isName(String name) {
    return name.length() <= MAX_NAME
        && NAME_CHARACTERS.matchesAllOf(name)
        && Splitter.on('.')
            .splitToStream(name)
            .noneMatch(label -> label.isEmpty() || label.startsWith("-") || label.endsWith("-"));
  }
}

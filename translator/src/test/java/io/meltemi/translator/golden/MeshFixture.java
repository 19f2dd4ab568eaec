package io.meltemi.translator.golden;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.MeshTranslator;
import io.meltemi.translator.Translation;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.check.ConfigChecks;
import io.meltemi.translator.config.decode.ConfigDecoder;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.config.standin.StandIn;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.diagnostic.Severity;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshWorkload;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A model made of YAML texts, as istiod makes it of files, and what the translator makes of it. */
final class MeshFixture {

  /** A text and the file name its diagnostics name. */
  record Source(String file, String text) {}

  private final MeshModel model;
  private final List<Diagnostic> unnamed = new ArrayList<>();
  private final List<Diagnostic> translated = new ArrayList<>();

  private MeshFixture(MeshModel model) {
    this.model = model;
  }

  /** Of what is in a {@link GoldenCase}. */
  static MeshFixture of(
      String meshConfig, Map<String, Map<String, Object>> keySets, List<Source> sources) {
    MeshDelta delta = new MeshDelta();
    keySets.forEach((address, keys) -> delta.upsert(keySet(address, keys), Position.NONE));
    List<Diagnostic> unnamed = new ArrayList<>();
    if (!meshConfig.isEmpty()) {
      delta.meshConfig(meshConfig(meshConfig));
    }
    for (Source source : sources) {
      DocumentReader.Documents read = DocumentReader.read(source.file(), source.text());
      unnamed.addAll(read.diagnostics());
      read.documents().forEach(document -> add(delta, document, unnamed));
    }
    MeshFixture mesh = new MeshFixture(delta.apply(MeshModel.EMPTY));
    mesh.unnamed.addAll(unnamed);
    return mesh;
  }

  private static ConfigObject<KeySet> keySet(String address, Map<String, Object> keys) {
    return ConfigObject.of(
        new ConfigKey(ConfigKind.KEY_SET, "", address),
        ObjectMeta.EMPTY,
        new KeySet(
            String.valueOf(keys.getOrDefault("json", "")),
            "",
            Boolean.TRUE.equals(keys.get("fetchedByProxies"))));
  }

  private static MeshConfig meshConfig(String text) {
    Document document = DocumentReader.read("mesh.yaml", text).documents().getFirst();
    return switch (ConfigDecoder.decodeMeshConfig(document)) {
      case Decoded.Accepted<MeshConfig> accepted -> accepted.object().spec();
      case Decoded.Rejected<MeshConfig> rejected ->
          throw new IllegalArgumentException(rejected.diagnostics().toString());
      case Decoded.Skipped<MeshConfig> skipped ->
          throw new IllegalArgumentException(skipped.diagnostics().toString());
    };
  }

  private static void add(MeshDelta delta, Document document, List<Diagnostic> unnamed) {
    switch (ConfigDecoder.decode(document)) {
      case Decoded.Rejected<?> rejected ->
          reject(delta, document, rejected.key(), rejected.diagnostics());
      case Decoded.Skipped<?> skipped -> unnamed.addAll(skipped.diagnostics());
      case Decoded.Accepted<?> accepted -> {
        ConfigObject<?> object = accepted.object();
        List<Diagnostic> said =
            Stream.concat(accepted.diagnostics().stream(), ConfigChecks.check(object).stream())
                .toList();
        if (said.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR)) {
          reject(delta, document, object.key(), said);
        } else {
          delta.upsert(object, new Position(document.file(), document.firstLine(), 1), said);
        }
      }
    }
  }

  /** There is no good version of anything, so what stands in for a policy takes its place. */
  private static void reject(
      MeshDelta delta, Document document, ConfigKey key, List<Diagnostic> said) {
    Optional<StandIn> standIn =
        ConfigReader.read(document) instanceof Decoded.Rejected<?> rejected
            ? rejected.standIn()
            : Optional.empty();
    Position position = new Position(document.file(), document.firstLine(), 1);
    standIn.ifPresentOrElse(
        it ->
            delta.upsert(
                it.object(),
                position,
                Stream.concat(said.stream(), Stream.of(it.diagnostic(position))).toList()),
        () -> delta.reject(key, said));
  }

  /** The proxy of a workload; see {@link GoldenCase} for the fields. */
  private ProxyDescriptor descriptor(Map<String, Object> proxy) {
    String name = String.valueOf(proxy.get("workload"));
    MeshWorkload workload = workload(name);
    ProxyKind kind = ProxyKind.valueOf(String.valueOf(proxy.getOrDefault("kind", "SIDECAR")));
    SecretSource secrets =
        SecretSource.valueOf(String.valueOf(proxy.getOrDefault("secrets", "NONE")));
    return new ProxyDescriptor(
        kind,
        workload.name(),
        workload.namespace(),
        workload.addresses(),
        workload.namespace() + ".svc.cluster.local",
        workload.labels(),
        workload.serviceAccount(),
        proxy.containsKey("locality")
            ? Locality.parse(String.valueOf(proxy.get("locality")))
            : workload.locality(),
        workload.network(),
        "Kubernetes",
        InterceptionMode.valueOf(String.valueOf(proxy.getOrDefault("interception", "REDIRECT"))),
        secrets,
        secrets != SecretSource.NONE && !Boolean.FALSE.equals(proxy.get("readsSecrets")),
        config(proxy),
        "",
        proxy.containsKey("node")
            ? ImmutableSortedMap.of("NODE_NAME", String.valueOf(proxy.get("node")))
            : ImmutableSortedMap.of());
  }

  private static Optional<MeshProxyConfig> config(Map<String, Object> proxy) {
    if (!proxy.containsKey("config")) {
      return Optional.empty();
    }
    String text = String.valueOf(proxy.get("config"));
    if (MeshConfigReader.readToldConfig(text) instanceof Decoded.Accepted<MeshConfig> accepted) {
      return accepted.object().spec().defaultConfig();
    }
    throw new IllegalArgumentException(text);
  }

  private MeshWorkload workload(String name) {
    int slash = name.indexOf('/');
    return Stream.of(ConfigKind.POD, ConfigKind.WORKLOAD_ENTRY)
        .map(kind -> new ConfigKey(kind, name.substring(0, slash), name.substring(slash + 1)))
        .flatMap(key -> model.workloads().get(key).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no workload " + name));
  }

  /** What a proxy gets; what there is to say about it is kept for {@link #diagnostics()}. */
  ProxySnapshot snapshot(Map<String, Object> proxy) {
    Translation translation = new MeshTranslator().translate(view(proxy), model.revision());
    translated.addAll(translation.diagnostics());
    return translation.snapshot();
  }

  ProxyView view(Map<String, Object> proxy) {
    return ProxyView.of(model, ProxyClassifier.classify(model, descriptor(proxy)));
  }

  ModelRevision revision() {
    return model.revision();
  }

  /** Everything there is to say, as YAML, sorted; empty if nothing. */
  String diagnostics() {
    TreeSet<String> lines = new TreeSet<>();
    Stream.of(unnamed, model.diagnostics().byObject().values().asList(), translated)
        .flatMap(List::stream)
        .forEach(diagnostic -> lines.add(model.located(diagnostic).toString()));
    return lines.isEmpty() ? "" : Yaml.print(List.copyOf(lines));
  }
}

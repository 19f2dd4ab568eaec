package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.bootstrap.ProxyTuning;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.config.MeshProxyConfig.InboundInterceptionMode;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.proxy.InterceptionMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a pod's proxy is started, of all who have a say in it. From the strongest: a ProxyConfig that
 * selects the pod, its annotation {@code proxy.istio.io/config}, the ProxyConfig of its namespace,
 * that of the root namespace, MeshConfig's {@code defaultConfig}.
 *
 * @param concurrency absent: as many workers as the container may use CPUs; 0: as the node has
 * @param drainDuration how long Envoy takes to close what it drains
 * @param terminationDrainDuration how long a proxy that ends goes on for its connections
 * @param metadata environment variables of the proxy; {@code ISTIO_META_X} becomes X of its node
 * @param imageType empty: the values decide
 * @param meshId empty: the values decide
 * @param isTold whether the annotation says something that istiod tells the proxy while it runs
 */
record ProxySettings(
    Optional<Integer> concurrency,
    Duration drainDuration,
    Duration terminationDrainDuration,
    String discoveryAddress,
    InterceptionMode interceptionMode,
    ImmutableSortedMap<String, String> metadata,
    Optional<Integer> statusPort,
    Optional<Boolean> holdApplication,
    String imageType,
    ProxyTuning tuning,
    FileFlush fileFlush,
    String meshId,
    boolean isTold) {

  /** When what is written to files gets there. */
  record FileFlush(Optional<Duration> interval, Optional<Integer> minSizeKb) {}

  private static final Duration DRAIN = Duration.ofSeconds(45);
  private static final Duration TERMINATION_DRAIN = Duration.ofSeconds(5);

  static ProxySettings of(
      InjectionInputs inputs, Map<String, String> labels, Optional<MeshProxyConfig> annotation) {
    ImmutableList<MeshProxyConfig> started =
        Stream.concat(annotation.stream(), inputs.mesh().defaultConfig().stream())
            .collect(ImmutableList.toImmutableList());
    ImmutableList<Layer> layers = layers(inputs, labels, annotation);
    return new ProxySettings(
        first(layers, Layer::concurrency),
        first(started, MeshProxyConfig::drainDuration).orElse(DRAIN),
        first(started, MeshProxyConfig::terminationDrainDuration).orElse(TERMINATION_DRAIN),
        first(started, it -> written(it.discoveryAddress())).orElse(""),
        mode(first(started, MeshProxyConfig::interceptionMode)),
        metadata(layers),
        first(started, MeshProxyConfig::statusPort),
        first(started, MeshProxyConfig::holdApplicationUntilProxyStarts),
        first(layers, Layer::image).map(ProxyConfig.Image::imageType).orElse(""),
        ProxyTuning.of(started),
        new FileFlush(
            first(started, MeshProxyConfig::fileFlushInterval),
            first(started, MeshProxyConfig::fileFlushMinSizeKb)),
        first(started, it -> written(it.meshId())).orElse(""),
        annotation.filter(MeshProxyConfig::isTold).isPresent());
  }

  /** What both kinds of objects can say. */
  private record Layer(
      Optional<Integer> concurrency,
      ImmutableSortedMap<String, String> metadata,
      Optional<ProxyConfig.Image> image) {

    static Layer of(MeshProxyConfig config) {
      return new Layer(config.concurrency(), config.proxyMetadata(), config.image());
    }

    static Layer of(ProxyConfig config) {
      return new Layer(config.concurrency(), config.environmentVariables(), config.image());
    }
  }

  private static ImmutableList<Layer> layers(
      InjectionInputs inputs, Map<String, String> labels, Optional<MeshProxyConfig> annotation) {
    String root = rootNamespace(inputs.mesh(), inputs.values().global().istioNamespace());
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    objects(inputs, inputs.namespace())
        .filter(it -> !isForAll(it) && it.selector().orElseThrow().selects(labels))
        .map(Layer::of)
        .forEach(layers::add);
    annotation.map(Layer::of).ifPresent(layers::add);
    objects(inputs, inputs.namespace())
        .filter(ProxySettings::isForAll)
        .map(Layer::of)
        .forEach(layers::add);
    if (!root.equals(inputs.namespace())) {
      objects(inputs, root).filter(ProxySettings::isForAll).map(Layer::of).forEach(layers::add);
    }
    inputs.mesh().defaultConfig().map(Layer::of).ifPresent(layers::add);
    return layers.build();
  }

  static String rootNamespace(MeshConfig mesh, String otherwise) {
    return mesh.rootNamespace().isEmpty() ? otherwise : mesh.rootNamespace();
  }

  private static Stream<ProxyConfig> objects(InjectionInputs inputs, String namespace) {
    return inputs.proxyConfigs().stream()
        .filter(object -> object.key().namespace().equals(namespace))
        .map(ConfigObject::spec);
  }

  private static boolean isForAll(ProxyConfig config) {
    return config.selector().map(it -> it.labels().isEmpty()).orElse(true);
  }

  private static ImmutableSortedMap<String, String> metadata(ImmutableList<Layer> layers) {
    Map<String, String> merged = new TreeMap<>();
    layers.reverse().forEach(layer -> merged.putAll(layer.metadata()));
    return ImmutableSortedMap.copyOf(merged);
  }

  private static InterceptionMode mode(Optional<InboundInterceptionMode> said) {
    return said.map(
            mode ->
                switch (mode) {
                  case REDIRECT -> InterceptionMode.REDIRECT;
                  case TPROXY -> InterceptionMode.TPROXY;
                  case NONE -> InterceptionMode.NONE;
                })
        .orElse(InterceptionMode.REDIRECT);
  }

  private static Optional<String> written(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static <C, T> Optional<T> first(
      ImmutableList<C> strongestFirst, Function<C, Optional<T>> field) {
    return strongestFirst.stream().flatMap(it -> field.apply(it).stream()).findFirst();
  }
}

package io.meltemi.translator.bootstrap;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.BackoffStrategy;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.xds.XdsText;

/**
 * What an Envoy without an agent is started with: who it is, where istiod is, and where its admin
 * pages are. Everything else comes over ADS. Pure.
 */
public final class EnvoyBootstrap {

  /** The static cluster of the control plane; pilot-agent's bootstrap has the same name. */
  public static final String DISCOVERY_CLUSTER = "xds-grpc";

  /** Envoy's default grows to 30 s; a restarted istiod should have its proxies back sooner. */
  private static final Duration RECONNECT_FIRST = Durations.fromMillis(200);

  private static final Duration RECONNECT_MOST = Durations.fromSeconds(5);

  /** A bound where Envoy has none; it warns without one. Far beyond a workload's own limits. */
  private static final int MAX_DOWNSTREAM_CONNECTIONS = 1_000_000;

  /**
   * Istio's, in instructions of RE2; expressions themselves are capped at 1024 characters. Envoy's
   * own 100 refuses expressions of a few dozen characters that users may write.
   */
  private static final int MAX_REGEX_PROGRAM = 32_768;

  private EnvoyBootstrap() {}

  public static Bootstrap of(BootstrapOptions options) {
    Bootstrap.Builder bootstrap =
        Bootstrap.newBuilder()
            .setNode(node(options))
            .setAdmin(admin(options.admin()))
            .setDynamicResources(dynamicResources(options.protocol()))
            .setOverloadManager(overloadManager(options.tuning()))
            .setLayeredRuntime(runtime(options.tuning()));
    Statistics statistics = options.tuning().statistics();
    StatsConfigurer.configure(bootstrap, statistics);
    Bootstrap.StaticResources.Builder resources = bootstrap.getStaticResourcesBuilder();
    addDiscovery(options.discovery(), resources);
    if (!options.statusListeners().isEmpty() || options.kubelet().isPresent()) {
      resources.addClusters(StaticClusters.http1(StatusListener.ADMIN_CLUSTER, options.admin()));
    }
    options
        .statusListeners()
        .forEach(it -> resources.addListeners(StatusListener.at(it, statistics.compression())));
    options
        .kubelet()
        .ifPresent(pages -> addKubeletPages(pages, statistics.compression(), resources));
    return bootstrap.build();
  }

  private static Node node(BootstrapOptions options) {
    return switch (options.discovery()) {
      case Discovery.Secure _ -> options.node().toProto();
      case Discovery.Plaintext _ -> options.node().toAnonymousProto();
    };
  }

  /** As the file that Envoy's {@code -c} takes. */
  public static String json(Bootstrap bootstrap) {
    return XdsText.json(bootstrap);
  }

  private static void addDiscovery(
      Discovery discovery, Bootstrap.StaticResources.Builder resources) {
    switch (discovery) {
      case Discovery.Plaintext plaintext ->
          resources.addClusters(StaticClusters.http2(DISCOVERY_CLUSTER, plaintext.address()));
      case Discovery.Secure secure ->
          resources
              .addSecrets(TokenInjector.secret(secure.token()))
              .addClusters(StaticClusters.http2(DISCOVERY_CLUSTER, secure));
    }
  }

  private static Admin admin(HostAndPort address) {
    return Admin.newBuilder().setAddress(StaticClusters.address(address)).build();
  }

  private static Bootstrap.DynamicResources dynamicResources(AdsProtocol protocol) {
    return Bootstrap.DynamicResources.newBuilder()
        .setAdsConfig(
            ApiConfigSource.newBuilder()
                .setApiType(
                    switch (protocol) {
                      case DELTA -> ApiType.DELTA_GRPC;
                      case STATE_OF_THE_WORLD -> ApiType.GRPC;
                    })
                .setTransportApiVersion(ApiVersion.V3)
                .setSetNodeOnFirstMessageOnly(true)
                .addGrpcServices(GrpcService.newBuilder().setEnvoyGrpc(discoveryService())))
        .setCdsConfig(overAds())
        .setLdsConfig(overAds())
        .build();
  }

  private static GrpcService.EnvoyGrpc discoveryService() {
    return GrpcService.EnvoyGrpc.newBuilder()
        .setClusterName(DISCOVERY_CLUSTER)
        .setRetryPolicy(
            RetryPolicy.newBuilder()
                .setRetryBackOff(
                    BackoffStrategy.newBuilder()
                        .setBaseInterval(RECONNECT_FIRST)
                        .setMaxInterval(RECONNECT_MOST)))
        .build();
  }

  /** Waits for the first answer as long as it takes: an Envoy without config serves nobody. */
  private static ConfigSource overAds() {
    return ConfigSource.newBuilder()
        .setAds(AggregatedConfigSource.getDefaultInstance())
        .setResourceApiVersion(ApiVersion.V3)
        .setInitialFetchTimeout(Durations.ZERO)
        .build();
  }

  private static LayeredRuntime runtime(ProxyTuning tuning) {
    Struct.Builder values =
        Struct.newBuilder()
            .putFields(
                "re2.max_program_size.error_level",
                Value.newBuilder().setNumberValue(MAX_REGEX_PROGRAM).build());
    tuning
        .runtimeValues()
        .forEach(
            (key, value) -> {
              if (value.isEmpty()) {
                values.removeFields(key);
              } else {
                values.putFields(key, runtimeValue(value));
              }
            });
    return LayeredRuntime.newBuilder()
        .addLayers(RuntimeLayer.newBuilder().setName("limits").setStaticLayer(values))
        .addLayers(
            RuntimeLayer.newBuilder()
                .setName("admin")
                .setAdminLayer(RuntimeLayer.AdminLayer.getDefaultInstance()))
        .build();
  }

  /** Users can only write texts, and Envoy takes no text for a flag. */
  private static Value runtimeValue(String text) {
    return switch (text) {
      case "true" -> Value.newBuilder().setBoolValue(true).build();
      case "false" -> Value.newBuilder().setBoolValue(false).build();
      default -> Value.newBuilder().setStringValue(text).build();
    };
  }

  private static OverloadManager overloadManager(ProxyTuning tuning) {
    Message limit =
        DownstreamConnectionsConfig.newBuilder()
            .setMaxActiveDownstreamConnections(
                tuning.connectionLimit().orElse(MAX_DOWNSTREAM_CONNECTIONS))
            .build();
    return OverloadManager.newBuilder()
        .addResourceMonitors(
            ResourceMonitor.newBuilder()
                .setName("envoy.resource_monitors.global_downstream_max_connections")
                .setTypedConfig(Any.pack(limit)))
        .build();
  }

  private static void addKubeletPages(
      KubeletPages pages,
      Statistics.Compression compression,
      Bootstrap.StaticResources.Builder resources) {
    resources.addAllClusters(KubeletListener.clusters(pages));
    pages.where().forEach(it -> resources.addListeners(KubeletListener.at(it, pages, compression)));
  }
}

package io.meltemi.it.golden;

import io.meltemi.ca.authority.IssuedIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A static bootstrap made of one proxy's expected resources, so that {@code envoy --mode validate}
 * reads them as it would over ADS: clusters and listeners as they are, each route table inside a
 * listener of its own, each endpoint list inside a cluster of its own. Clusters that are only
 * mentioned get an empty stand-in. What clusters take over SDS is there beforehand: Envoy 1.40 ends
 * with a segmentation fault if a static cluster asks for it over ADS.
 */
final class GoldenBootstrap {

  private static final String HTTP_MANAGER =
      "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3"
          + ".HttpConnectionManager";
  private static final String ROUTER =
      "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router";
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private final Path folder;
  private final List<Object> clusters = new ArrayList<>();
  private final List<Object> listeners = new ArrayList<>();
  private final Set<String> defined = new TreeSet<>();
  private final Set<String> mentioned = new TreeSet<>();
  private final Set<String> certificates = new TreeSet<>();
  private final Set<String> roots = new TreeSet<>();
  private final IssuedIdentity identity;

  private GoldenBootstrap(Path folder, IssuedIdentity identity) {
    this.folder = folder;
    this.identity = identity;
  }

  /**
   * As the YAML that Envoy's {@code -c} takes.
   *
   * @param identity some certificate
   */
  static String of(Path expectedOfOneProxy, IssuedIdentity identity) throws IOException {
    GoldenBootstrap bootstrap = new GoldenBootstrap(expectedOfOneProxy, identity);
    bootstrap.read();
    return bootstrap.yaml();
  }

  private void read() throws IOException {
    for (Map<?, ?> cluster : documents("clusters.yaml")) {
      defined.add(String.valueOf(cluster.get("name")));
      clusters.add(withStaticSecrets(cluster));
    }
    for (Map<?, ?> listener : documents("listeners.yaml")) {
      mention(listener);
      listeners.add(listener);
    }
    int port = 1;
    for (Map<?, ?> table : documents("routes.yaml")) {
      mention(table);
      listeners.add(listenerOf(table, port++));
    }
    int number = 1;
    for (Map<?, ?> endpoints : documents("endpoints.yaml")) {
      clusters.add(staticCluster("endpoints " + number++, endpoints));
    }
  }

  private List<Map<?, ?>> documents(String name) throws IOException {
    List<Map<?, ?>> all = new ArrayList<>();
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      Load load = new Load(LoadSettings.builder().setLabel(file.toString()).build());
      for (Object document : load.loadAllFromString(Files.readString(file))) {
        if (document instanceof Map<?, ?> map) {
          all.add(map);
        }
      }
    }
    return all;
  }

  private Object withStaticSecrets(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach(
            (key, value) -> {
              if (key.equals("validation_context_sds_secret_config")) {
                roots.add(name(value));
              } else if (key.equals("tls_certificate_sds_secret_configs")) {
                ((List<?>) value).forEach(one -> certificates.add(name(one)));
              }
              if (!key.equals("sds_config")) {
                copy.put(key, withStaticSecrets(value));
              }
            });
        yield copy;
      }
      case List<?> list -> list.stream().map(this::withStaticSecrets).toList();
      default -> tree;
    };
  }

  private static String name(Object secretConfig) {
    return String.valueOf(((Map<?, ?>) secretConfig).get("name"));
  }

  private List<Object> secrets() {
    List<Object> secrets = new ArrayList<>();
    certificates.forEach(
        name ->
            secrets.add(
                Map.of(
                    "name",
                    name,
                    "tls_certificate",
                    Map.of(
                        "certificate_chain",
                        Map.of("inline_string", identity.chainPem()),
                        "private_key",
                        Map.of("inline_string", identity.privateKeyPem())))));
    roots.forEach(
        name ->
            secrets.add(
                Map.of(
                    "name",
                    name,
                    "validation_context",
                    Map.of("trusted_ca", Map.of("inline_string", identity.chainPem())))));
    return secrets;
  }

  /** Every {@code cluster: NAME}, wherever it stands, and the names of weighted clusters. */
  private void mention(Object tree) {
    switch (tree) {
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                if (key.equals("cluster") && value instanceof String name) {
                  mentioned.add(name);
                } else if (key.equals("weighted_clusters")) {
                  mentionWeighted(value);
                }
                mention(value);
              });
      case List<?> list -> list.forEach(this::mention);
      default -> {}
    }
  }

  private void mentionWeighted(Object weighted) {
    if (weighted instanceof Map<?, ?> map && map.get("clusters") instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> cluster) {
          mentioned.add(String.valueOf(cluster.get("name")));
        }
      }
    }
  }

  private String yaml() {
    for (String name : mentioned) {
      if (!defined.contains(name)) {
        clusters.add(staticCluster(name, Map.of("cluster_name", name)));
      }
    }
    clusters.add(http2Cluster("control-plane"));
    clusters.add(http2Cluster("sds-grpc"));
    Map<String, Object> bootstrap =
        Map.of(
            "node",
            Map.of("id", "golden", "cluster", "golden"),
            "dynamic_resources",
            Map.of("ads_config", adsConfig()),
            "static_resources",
            Map.of("clusters", clusters, "listeners", listeners, "secrets", secrets()));
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(bootstrap);
  }

  private static Map<String, Object> adsConfig() {
    return Map.of(
        "api_type",
        "DELTA_GRPC",
        "transport_api_version",
        "V3",
        "grpc_services",
        List.of(Map.of("envoy_grpc", Map.of("cluster_name", "control-plane"))));
  }

  private static Map<String, Object> http2Cluster(String name) {
    Map<String, Object> cluster = staticCluster(name, Map.of("cluster_name", name));
    cluster.put(
        "typed_extension_protocol_options",
        Map.of(
            HTTP_OPTIONS,
            Map.of(
                "@type",
                "type.googleapis.com/" + HTTP_OPTIONS,
                "explicit_http_config",
                Map.of("http2_protocol_options", Map.of()))));
    return cluster;
  }

  private static Map<String, Object> staticCluster(String name, Object loadAssignment) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("name", name);
    cluster.put("type", "STATIC");
    cluster.put("connect_timeout", "1s");
    cluster.put("load_assignment", loadAssignment);
    return cluster;
  }

  private static Map<String, Object> listenerOf(Map<?, ?> table, int port) {
    Map<String, Object> manager =
        Map.of(
            "@type",
            HTTP_MANAGER,
            "stat_prefix",
            "golden",
            "route_config",
            table,
            "http_filters",
            List.of(
                Map.of(
                    "name", "envoy.filters.http.router", "typed_config", Map.of("@type", ROUTER))));
    return Map.of(
        "name",
        "routes " + port,
        "address",
        Map.of("socket_address", Map.of("address", "127.0.0.1", "port_value", port)),
        "filter_chains",
        List.of(
            Map.of(
                "filters",
                List.of(
                    Map.of(
                        "name",
                        "envoy.filters.network.http_connection_manager",
                        "typed_config",
                        manager)))));
  }
}

package io.meltemi.translator.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.decode.ConfigDecoder;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.SecretSource;
import java.util.Optional;

/** A mesh of ServiceEntries with ten endpoints each; every second has a route and a rule. */
final class BenchMesh {

  private static final int NAMESPACES = 20;
  private static final int ENDPOINTS = 10;

  private BenchMesh() {}

  static MeshModel of(int services) {
    MeshDelta delta = new MeshDelta();
    for (int i = 0; i < services; i++) {
      delta.upsert(serviceEntry(i, 0), Position.NONE);
      if (i % 2 == 0) {
        delta.upsert(virtualService(i, 1000), Position.NONE);
        delta.upsert(destinationRule(i), Position.NONE);
      }
    }
    return delta.apply(MeshModel.EMPTY);
  }

  /** The sidecar of one endpoint of one service. */
  static ProxyDescriptor sidecar(int service) {
    String namespace = namespace(service);
    return new ProxyDescriptor(
        ProxyKind.SIDECAR,
        "svc-" + service,
        namespace,
        ImmutableList.of(address(16, service * ENDPOINTS)),
        namespace + ".svc.cluster.local",
        ImmutableSortedMap.of("app", "svc-" + service, "version", "v1"),
        "sa-" + service,
        new Locality("region1", "zone" + service % 3, ""),
        "",
        "Kubernetes",
        InterceptionMode.REDIRECT,
        SecretSource.ADS,
        true,
        Optional.empty(),
        "",
        ImmutableSortedMap.of());
  }

  /** The last endpoint's address is made of {@code version}. */
  static ConfigObject<?> serviceEntry(int service, int version) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc-%d, namespace: %s}
            spec:
              hosts: [%s]
              addresses: [%s]
              resolution: STATIC
              ports: [{number: 8080, name: http, protocol: HTTP, targetPort: 18080}]
              endpoints:
            """
                .formatted(service, namespace(service), host(service), address(110, service)));
    for (int e = 0; e < ENDPOINTS; e++) {
      text.append(
          "  - {address: %s, labels: {app: svc-%d, version: v%d}, locality: region1/zone%d}%n"
              .formatted(
                  e == ENDPOINTS - 1 && version > 0
                      ? address(200, version)
                      : address(16, service * ENDPOINTS + e),
                  service,
                  e % 2 + 1,
                  e % 3));
    }
    return decode(text.toString());
  }

  static ConfigObject<?> virtualService(int service, int weight) {
    return decode(
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: svc-%d, namespace: %s}
        spec:
          hosts: [%s]
          http:
          - match: [{headers: {x-canary: {exact: "true"}}}, {uri: {prefix: /v2/}}]
            route: [{destination: {host: %s, subset: v2}}]
          - timeout: 10s
            retries: {attempts: 2, perTryTimeout: 2s, retryOn: "5xx,connect-failure"}
            route:
            - {destination: {host: %s, subset: v1}, weight: %d}
            - {destination: {host: %s, subset: v2}, weight: %d}
        """
            .formatted(
                service,
                namespace(service),
                host(service),
                host(service),
                host(service),
                1_000_000 - weight,
                host(service),
                weight));
  }

  private static ConfigObject<?> destinationRule(int service) {
    return decode(
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: svc-%d, namespace: %s}
        spec:
          host: %s
          trafficPolicy:
            connectionPool: {tcp: {maxConnections: %d}}
            outlierDetection: {consecutive5xxErrors: 5}
          subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
        """
            .formatted(service, namespace(service), host(service), 100 + service % 100));
  }

  private static ConfigObject<?> decode(String text) {
    Document document = DocumentReader.read("bench", text).documents().getFirst();
    if (ConfigDecoder.decode(document) instanceof Decoded.Accepted<?> accepted) {
      return accepted.object();
    }
    throw new IllegalStateException(ConfigDecoder.decode(document).toString());
  }

  private static String namespace(int service) {
    return "ns-" + service % NAMESPACES;
  }

  private static String host(int service) {
    return "svc-" + service + "." + namespace(service) + ".svc.cluster.local";
  }

  private static String address(int block, int number) {
    return "10.%d.%d.%d"
        .formatted(block + number / 62_500, number / 250 % 250 + 1, number % 250 + 1);
  }
}

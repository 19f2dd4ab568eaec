package io.meltemi.it.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A mesh of any size, every object a function of its number and of the changes made so far.
 *
 * <p>Each service is a ServiceEntry with a virtual IP, an HTTP port and subsets v1 and v2; the last
 * endpoint of a service is the one that changes move. Fifty objects share a file.
 */
final class LoadMesh {

  /** How much of everything. At most one VirtualService and DestinationRule a service. */
  record Size(int namespaces, int services, int endpoints, int virtualServices, int rules) {}

  private static final int OBJECTS_PER_FILE = 50;

  private final Size size;
  private final Path folder;
  private final Path scratch;
  private final Map<Integer, Integer> movedEndpoints = new HashMap<>();
  private final Map<Integer, Integer> weights = new HashMap<>();

  /** The mesh's files are in {@code work/config}; changes are prepared beside it. */
  LoadMesh(Size size, Path work) throws IOException {
    this.size = size;
    this.folder = Files.createDirectories(work.resolve("config"));
    this.scratch = Files.createDirectories(work.resolve("scratch"));
  }

  Size size() {
    return size;
  }

  Path folder() {
    return folder;
  }

  /** Writes every file. */
  void write() throws IOException {
    for (int first = 0; first < size.services(); first += OBJECTS_PER_FILE) {
      replace("services-" + first, services(first));
    }
    for (int first = 0; first < size.virtualServices(); first += OBJECTS_PER_FILE) {
      replace("routes-" + first, virtualServices(first));
    }
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < size.rules(); i++) {
      rules.append(destinationRule(i));
    }
    replace("rules", rules.toString());
  }

  /** Gives the last endpoint of a service a new address; the file is replaced by one rename. */
  String moveEndpoint(int service, int marker) throws IOException {
    movedEndpoints.put(service, marker);
    int first = service / OBJECTS_PER_FILE * OBJECTS_PER_FILE;
    replace("services-" + first, services(first));
    return markerAddress(marker);
  }

  /** Gives a VirtualService a new weight for subset v2, out of a million. */
  void reweigh(int service, int weight) throws IOException {
    weights.put(service, weight);
    int first = service / OBJECTS_PER_FILE * OBJECTS_PER_FILE;
    replace("routes-" + first, virtualServices(first));
  }

  String namespace(int service) {
    return "ns-" + service % size.namespaces();
  }

  String host(int service) {
    return "svc-" + service + "." + namespace(service) + ".svc.cluster.local";
  }

  String endpointAddress(int service, int endpoint) {
    return address(16, service * size.endpoints() + endpoint);
  }

  private void replace(String name, String text) throws IOException {
    Path draft = scratch.resolve(name + ".yaml");
    Files.writeString(draft, text);
    Files.move(draft, folder.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private String services(int first) {
    StringBuilder text = new StringBuilder();
    for (int i = first; i < Math.min(first + OBJECTS_PER_FILE, size.services()); i++) {
      text.append(serviceEntry(i));
    }
    return text.toString();
  }

  private String virtualServices(int first) {
    StringBuilder text = new StringBuilder();
    for (int i = first; i < Math.min(first + OBJECTS_PER_FILE, size.virtualServices()); i++) {
      text.append(virtualService(i));
    }
    return text.toString();
  }

  private String serviceEntry(int service) {
    StringBuilder text =
        new StringBuilder(
            """
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc-%d, namespace: %s}
            spec:
              hosts: [%s]
              addresses: [%s]
              location: MESH_INTERNAL
              resolution: STATIC
              ports:
              - {number: 8080, name: http, protocol: HTTP, targetPort: 18080}
              endpoints:
            """
                .formatted(service, namespace(service), host(service), address(240, service)));
    for (int e = 0; e < size.endpoints(); e++) {
      Integer moved = e == size.endpoints() - 1 ? movedEndpoints.get(service) : null;
      text.append(
          """
            - address: %s
              labels: {app: svc-%d, version: v%d}
              locality: region1/zone%d
              serviceAccount: sa-%d
          """
              .formatted(
                  moved == null ? endpointAddress(service, e) : markerAddress(moved),
                  service,
                  e % 2 + 1,
                  e % 3,
                  service));
    }
    return text.toString();
  }

  private String virtualService(int service) {
    int weight = weights.getOrDefault(service, 1000);
    String host = host(service);
    return """
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: svc-%d, namespace: %s}
        spec:
          hosts: [%s]
          http:
          - match:
            - headers: {x-canary: {exact: "true"}}
            - uri: {prefix: /v2/}
            route:
            - destination: {host: %s, subset: v2}
          - timeout: 10s
            retries: {attempts: 2, perTryTimeout: 2s, retryOn: "5xx,connect-failure"}
            route:
            - destination: {host: %s, subset: v1}
              weight: %d
            - destination: {host: %s, subset: v2}
              weight: %d
        """
        .formatted(service, namespace(service), host, host, host, 1_000_000 - weight, host, weight);
  }

  private String destinationRule(int service) {
    return """
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: svc-%d, namespace: %s}
        spec:
          host: %s
          trafficPolicy:
            connectionPool: {tcp: {maxConnections: %d, connectTimeout: 3s}}
            outlierDetection: {consecutive5xxErrors: 5, interval: 10s}
          subsets:
          - {name: v1, labels: {version: v1}}
          - {name: v2, labels: {version: v2}}
        """
        .formatted(service, namespace(service), host(service), 100 + service % 100);
  }

  private static String address(int block, int number) {
    return "%d.%d.%d.%d"
        .formatted(
            block < 200 ? 10 : 172,
            block % 200 + number / 62_500,
            number / 250 % 250 + 1,
            number % 250 + 1);
  }

  /** All of the same length, so that a client can find any of them in an answer's bytes. */
  private static String markerAddress(int marker) {
    return "10.200.%d.%d".formatted(100 + marker / 150, 100 + marker % 150);
  }
}

package io.meltemi.istiod.cli.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files like those of a real mesh, made up. */
final class TrainingMesh {

  private static final int SERVICES_PER_FILE = 20;
  private static final int ENDPOINTS = 5;

  private final Path folder;
  private final int files;

  /** With that many files of some services each; the folder exists. */
  TrainingMesh(Path folder, int files) {
    this.folder = folder;
    this.files = files;
  }

  void write() throws IOException {
    for (int file = 0; file < files; file++) {
      write(file, 1);
    }
  }

  /** Writes one file anew; objects differ from those of another round. */
  void write(int file, int round) throws IOException {
    StringBuilder services = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    for (int i = file * SERVICES_PER_FILE; i < (file + 1) * SERVICES_PER_FILE; i++) {
      service(i, round, services);
      rules(i, round, rules);
    }
    replace("services-" + file + ".yaml", services);
    replace("rules-" + file + ".yaml", rules);
  }

  private void replace(String name, CharSequence text) throws IOException {
    Path written = Files.writeString(folder.resolve(name + "~"), text);
    Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String namespace(int service) {
    return "ns-" + service / SERVICES_PER_FILE % 4;
  }

  static String host(int service) {
    return "svc-" + service + "." + namespace(service) + ".svc.cluster.local";
  }

  private static void service(int i, int round, StringBuilder out) {
    out.append(
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata:
          name: svc-%d
          namespace: %s
        spec:
          addresses:
          - 10.%d.%d.1
          hosts:
          - %s
          location: MESH_INTERNAL
          resolution: STATIC
          ports:
          - name: http
            number: 80
            protocol: HTTP
            targetPort: 8080
          - name: tcp
            number: 9000
            protocol: TCP
          endpoints:
        """
            .formatted(i, namespace(i), 100 + i / 250, i % 250, host(i)));
    for (int endpoint = 1; endpoint <= ENDPOINTS; endpoint++) {
      out.append(
          """
            - address: 10.%d.%d.%d
              labels:
                app: svc-%d
                version: v%d
              locality: region1/zone%d
              serviceAccount: sa-%d
          """
              .formatted(
                  i / 250, i % 250, endpoint * 10 + round, i, endpoint % 2, endpoint % 3, i));
    }
  }

  private static void rules(int i, int round, StringBuilder out) {
    out.append(
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata:
          name: svc-%1$d
          namespace: %2$s
        spec:
          host: %3$s
          trafficPolicy:
            connectionPool:
              http:
                http1MaxPendingRequests: 100
            outlierDetection:
              consecutive5xxErrors: 5
              interval: 10s
            loadBalancer:
              simple: LEAST_REQUEST
          subsets:
          - name: v0
            labels:
              version: v0
          - name: v1
            labels:
              version: v1
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: svc-%1$d
          namespace: %2$s
        spec:
          hosts:
          - %3$s
          http:
          - match:
            - uri:
                prefix: /api
              headers:
                x-user:
                  exact: jason
            timeout: 5s
            retries:
              attempts: 3
              perTryTimeout: 2s
            route:
            - destination:
                host: %3$s
                subset: v1
          - route:
            - destination:
                host: %3$s
                subset: v0
              weight: %4$d
            - destination:
                host: %3$s
                subset: v1
              weight: %5$d
        """
            .formatted(i, namespace(i), host(i), 100 - round, round));
  }
}

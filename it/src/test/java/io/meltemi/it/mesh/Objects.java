package io.meltemi.it.mesh;

/** The YAML that meshes are made of, where a test has nothing to say about it itself. */
final class Objects {

  private Objects() {}

  static String namespace(String name) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s}
        """
        .formatted(name);
  }

  /** Selects by {@code app}; the port's name tells its protocol. */
  static String service(String name, String portName, int port) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: default}
        spec:
          selector: {app: %1$s}
          ports: [{name: %2$s, port: %3$d}]
        """
        .formatted(name, portName, port);
  }

  /** One without a sidecar: it takes no mTLS, though it has an identity. */
  static String bareWorkload(String app, String version, String address) {
    return workload(app, version, address)
        .replace("labels: {", "labels: {security.istio.io/tlsMode: disabled, ");
  }

  static String workload(String app, String version, String address) {
    return """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: %1$s-%2$s, namespace: default}
        spec:
          address: %3$s
          labels: {app: %1$s, version: %2$s}
          serviceAccount: %1$s
        """
        .formatted(app, version, address);
  }

  /** What its app dials on {@code outbound}: everything of this namespace. */
  static String clientSidecar(String app, String outbound, int port) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: %1$s, namespace: default}
        spec:
          workloadSelector: {labels: {app: %1$s}}
          egress:
          - port: {number: %3$d, protocol: HTTP, name: http}
            bind: %2$s
            captureMode: NONE
            hosts: ["./*"]
        """
        .formatted(app, outbound, port);
  }

  /** Takes calls for its app on {@code address} and hands them to {@code app}. */
  static String serverSidecar(String app, String version, String address, String appAddress) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: %1$s-%2$s, namespace: default}
        spec:
          workloadSelector: {labels: {app: %1$s, version: %2$s}}
          ingress:
          - port: {number: 9080, protocol: HTTP, name: http}
            bind: %3$s
            captureMode: NONE
            defaultEndpoint: %4$s
          egress:
          - hosts: ["./*"]
        """
        .formatted(app, version, address, appAddress);
  }

  static String gatewayService(String app, int port, int targetPort) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: default}
        spec:
          selector: {app: %1$s}
          ports: [{name: http, port: %2$d, targetPort: %3$d}]
        """
        .formatted(app, port, targetPort);
  }
}

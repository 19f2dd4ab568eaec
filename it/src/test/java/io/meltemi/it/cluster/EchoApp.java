package io.meltemi.it.cluster;

/** YAML of the application in {@code it/src/test/go}. */
final class EchoApp {

  static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default}
      spec: {mtls: {mode: STRICT}}
      """;

  /** With a kubelet's usual patience: a second. */
  static final String ANSWERS =
      "readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}\n";

  /**
   * It goes on answering until all its clients surely know that it goes, as Kubernetes advises
   * where many end at once.
   */
  static final String ENDS_LATE = "lifecycle: {preStop: {sleep: {seconds: 8}}}\n";

  private EchoApp() {}

  /** A Service and a Deployment whose pods are ready when they answer HTTP. */
  static String deployment(String name, int replicas) {
    return deployment(name, replicas, ANSWERS);
  }

  /**
   * @param fields lines of YAML of the container, each a field in one line
   */
  static String deployment(String name, int replicas, String fields) {
    return service(name, 8080) + "---\n" + pods(name, replicas, "{}", fields);
  }

  /**
   * @param http where HTTP is sent
   */
  static String service(String name, int http) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: NAME}
    spec:
      selector: {app: NAME}
      ports: [{name: http, port: 80, targetPort: HTTP}, {name: grpc, port: 9090}, {name: tcp, port: 9091}]
    """
        .replace("NAME", name)
        .replace("HTTP", Integer.toString(http));
  }

  /**
   * A Deployment alone.
   *
   * @param annotations of its pods, as a map in one line
   */
  static String pods(String name, int replicas, String annotations, String fields) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: NAME}
    spec:
      replicas: REPLICAS
      selector: {matchLabels: {app: NAME}}
      template:
        metadata: {labels: {app: NAME}, annotations: ANNOTATIONS}
        spec:
          containers:
          - name: app
            image: meltemi/e2e:1
            imagePullPolicy: IfNotPresent
            ports: [{containerPort: 8080}, {containerPort: 9090}, {containerPort: 9091}]
    FIELDS
    """
        .replace("NAME", name)
        .replace("REPLICAS", Integer.toString(replicas))
        .replace("ANNOTATIONS", annotations)
        .replace("FIELDS", fields.indent(8).stripTrailing());
  }

  /** What brings requests for this path from the gateway to a service. */
  static String route(String path, String service) {
    return """
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: NAME}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: NAME}
    spec:
      hosts: ["*"]
      gateways: [NAME]
      http:
      - match: [{uri: {prefix: PATH}}]
        rewrite: {uri: /}
        route: [{destination: {host: NAME, port: {number: 80}}}]
    """
        .replace("NAME", service)
        .replace("PATH", path);
  }
}

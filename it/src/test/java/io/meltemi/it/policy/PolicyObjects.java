package io.meltemi.it.policy;

import com.google.common.net.HostAndPort;

/** The YAML that the mesh of policies is made of. */
final class PolicyObjects {

  private PolicyObjects() {}

  /** What is before a gateway, by default: one proxy that says whom it speaks for. */
  static final String ONE_PROXY = "numTrustedProxies: 1";

  /**
   * Mesh-wide settings; the number shows in the proxies' dumps.
   *
   * @param normalization how paths are normalised; empty to say nothing of it
   * @param topology the inside of a {@code gatewayTopology}
   */
  static String meshConfig(int number, String normalization, String topology) {
    return """
        trustDomain: cluster.local
        trustDomainAliases: [old.test]
        accessLogFile: /dev/stdout
        accessLogFormat: "settings-%d %%REQ(x-request)%% audited=%%DYNAMIC_METADATA(envoy.common:access_log_hint)%%\\n"
        %s
        defaultConfig: {gatewayTopology: {%s}}
        extensionProviders:
        - name: by-http
          envoyExtAuthzHttp:
            service: authz.test
            port: 8000
            timeout: 5s
            pathPrefix: /check
            includeRequestHeadersInCheck: [x-user]
            includeAdditionalHeadersInCheck: {x-mesh: test}
            headersToUpstreamOnAllow: [x-verdict]
            headersToDownstreamOnDeny: [x-reason]
            headersToDownstreamOnAllow: [x-seen]
        - name: by-http-open
          envoyExtAuthzHttp: {service: authz.test, port: 8000, timeout: 5s, failOpen: true}
        - name: by-grpc
          envoyExtAuthzGrpc: {service: authz.test, port: 9000, timeout: 5s}
        - name: body-http
          envoyExtAuthzHttp:
            service: authz.test
            port: 8000
            includeHeadersInCheck: [x-old-*]
            includeRequestBodyInCheck: {maxRequestBytes: 8, allowPartialMessage: true}
            clearRouteCache: true
            headersToUpstreamOnAllow: [x-tier]
        - name: whole-body-http
          envoyExtAuthzHttp:
            service: default/authz.test
            port: 8000
            includeRequestBodyInCheck: {maxRequestBytes: 8}
            headersToUpstreamOnAllow: [x-tier]
        - name: slow-http
          envoyExtAuthzHttp: {service: authz.test, port: 8000, timeout: 150ms, statusOnError: "504"}
        - name: slow-http-open
          envoyExtAuthzHttp: {service: authz.test, port: 8000, timeout: 150ms, failOpen: true}
        - name: body-grpc
          envoyExtAuthzGrpc:
            service: authz.test
            port: 9000
            includeRequestBodyInCheck: {maxRequestBytes: 1024}
            clearRouteCache: true
        - name: bytes-grpc
          envoyExtAuthzGrpc:
            service: authz.test
            port: 9000
            includeRequestBodyInCheck: {maxRequestBytes: 4, packAsBytes: true, allowPartialMessage: true}
        - name: slow-grpc
          envoyExtAuthzGrpc: {service: authz.test, port: 9000, timeout: 150ms, statusOnError: "502"}
        - name: nobody-there
          envoyExtAuthzGrpc: {service: authz.test, port: 9001, timeout: 1s, statusOnError: "503"}
        - name: nobody-there-open
          envoyExtAuthzGrpc: {service: authz.test, port: 9001, timeout: 1s, failOpen: true}
        """
        .formatted(
            number,
            normalization.isEmpty()
                ? ""
                : "pathNormalization: {normalization: " + normalization + "}",
            topology);
  }

  /**
   * A token of this issuer is refused by every proxy that knows the newest rules; and a policy that
   * matches nobody, which shows in the dump of listeners that read no tokens.
   */
  static String marker(int number) {
    return """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: marker-%1$d, namespace: default}
        spec: {action: DENY, rules: [{from: [{source: {ipBlocks: [192.0.2.1]}}]}]}
        ---
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: marker, namespace: default}
        spec:
          jwtRules:
          - issuer: marker.test
            fromHeaders: [{name: x-marker-%1$d}]
            jwks: '{"keys":[{"kty":"EC","crv":"P-256","kid":"marker","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}'
        """
        .formatted(number);
  }

  /** The workload under test, with a port for requests (9080) and one for bytes (9081). */
  static String web(String address, HostAndPort app, int tcpPort) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: default}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 9080}, {name: tcp, port: 9081}]
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: web, namespace: default}
        spec: {address: %1$s, labels: {app: web}, serviceAccount: web}
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: web, namespace: default}
        spec:
          workloadSelector: {labels: {app: web}}
          ingress:
          - port: {number: 9080, protocol: HTTP, name: http}
            bind: %1$s
            captureMode: NONE
            defaultEndpoint: %2$s
          - port: {number: 9081, protocol: TCP, name: tcp}
            bind: %1$s
            captureMode: NONE
            defaultEndpoint: 127.0.0.1:%3$d
          egress:
          - hosts: ["./*"]
        """
        .formatted(address, app, tcpPort);
  }

  /** A gateway before the same application. */
  static String edge(String address, HostAndPort app) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: default}
        spec:
          selector: {app: edge}
          servers:
          - port: {number: 80, name: http, protocol: HTTP}
            bind: %1$s
            hosts: ["*"]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: app, namespace: default}
        spec:
          hosts: [app.test]
          ports: [{number: 80, name: http, protocol: HTTP}]
          resolution: STATIC
          endpoints: [{address: %2$s, ports: {http: %3$d}}]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: edge, namespace: default}
        spec:
          hosts: ["*"]
          gateways: [edge]
          http:
          - match: [{headers: {"@request.auth.claims.tier": {exact: gold}}}]
            headers: {request: {set: {x-route: gold}}}
            route: [{destination: {host: app.test}}]
          - match: [{headers: {x-tier: {exact: silver}}}]
            headers: {request: {set: {x-route: silver}}}
            route: [{destination: {host: app.test}}]
          - route: [{destination: {host: app.test}}]
        """
        .formatted(address, app.getHost(), app.getPort());
  }

  /** Where authorizers are found. */
  static String authorizer(int httpPort, int grpcPort) {
    return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: authz, namespace: default}
        spec:
          hosts: [authz.test]
          ports:
          - {number: 8000, name: http, protocol: HTTP}
          - {number: 9000, name: grpc, protocol: GRPC}
          - {number: 9001, name: grpc-dead, protocol: GRPC}
          resolution: STATIC
          endpoints: [{address: 127.0.0.1, ports: {http: %d, grpc: %d, grpc-dead: 1}}]
        """
        .formatted(httpPort, grpcPort);
  }

  /** The sidecar of a client that calls both ports. */
  static String caller(String name, String bind) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: %1$s, namespace: default}
        spec:
          workloadSelector: {labels: {app: %1$s}}
          egress:
          - port: {number: 9080, protocol: HTTP, name: http}
            bind: %2$s
            captureMode: NONE
            hosts: ["./*"]
          - port: {number: 9081, protocol: TCP, name: tcp}
            bind: %2$s
            captureMode: NONE
            hosts: [./web.default.svc.cluster.local]
        """
        .formatted(name, bind);
  }
}

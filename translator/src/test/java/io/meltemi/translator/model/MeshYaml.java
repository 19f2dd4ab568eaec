package io.meltemi.translator.model;

/** A small mesh with a bit of everything in it, also things that contradict each other. */
public final class MeshYaml {

  public static final String BOOKS =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: books, namespace: shop}
      spec:
        hosts: [books.example.com]
        ports: [{number: 80, name: web, protocol: HTTP}]
        resolution: STATIC
        endpoints: [{address: 10.9.0.1}, {address: 10.9.0.2}]
      ---
      """;

  public static final String EVERYTHING =
      BOOKS
          + """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: books-too, namespace: shop}
            spec:
              hosts: [books.example.com, more.example.com]
              ports: [{number: 80, name: web, protocol: HTTP}]
              resolution: DNS
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: selecting, namespace: shop}
            spec:
              hosts: [selected.example.com]
              ports: [{number: 80, name: web, protocol: HTTP}]
              resolution: STATIC
              workloadSelector: {labels: {app: reviews}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: shop}
            spec:
              selector: {app: reviews}
              ports: [{name: http, port: 80, targetPort: web}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ratings, namespace: shop}
            spec:
              selector: {app: ratings}
              ports: [{name: http, port: 80}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: reviews-1, namespace: shop, labels: {app: reviews}}
            spec:
              nodeName: n1
              containers: [{name: c, ports: [{name: web, containerPort: 8080}]}]
            status: {phase: Running, podIP: 10.1.0.1}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: ratings-1, namespace: shop, labels: {app: ratings}}
            spec: {nodeName: n1, containers: []}
            status: {phase: Running, podIP: 10.1.0.2}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {topology.kubernetes.io/region: r1}}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: ratings-abc
              namespace: shop
              labels: {kubernetes.io/service-name: ratings}
            addressType: IPv4
            ports: [{name: http, port: 9080}]
            endpoints:
            - addresses: [10.1.0.2]
              targetRef: {kind: Pod, name: ratings-1, namespace: shop}
            - {addresses: [10.1.0.3], nodeName: n1}
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: reviews-vm, namespace: shop}
            spec: {address: 10.1.0.1, labels: {app: reviews}, ports: {web: 7000}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews, namespace: shop}
            spec:
              hosts: [reviews]
              http:
              - match: [{sourceLabels: {version: v1}}]
                route: [{destination: {host: reviews}}]
              - route: [{destination: {host: ratings}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews-too, namespace: shop}
            spec:
              hosts: [reviews]
              http: [{route: [{destination: {host: ratings}}]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews, namespace: shop}
            spec:
              host: reviews
              workloadSelector: {matchLabels: {version: v2}}
              subsets: [{name: v1, labels: {version: v1}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: default, namespace: shop}
            spec: {egress: [{hosts: ["./*"]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: default-too, namespace: shop}
            spec: {egress: [{hosts: ["*/*"]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: shop}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["*"]
              - port: {number: 80, name: tcp, protocol: TCP}
                hosts: ["*"]
            """;

  private MeshYaml() {}
}

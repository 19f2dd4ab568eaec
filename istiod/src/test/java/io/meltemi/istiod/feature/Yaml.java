package io.meltemi.istiod.feature;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Objects of a small mesh. */
final class Yaml {

  private Yaml() {}

  /** A service {@code NAME.example} with static endpoints, HTTP on port 80. */
  static String service(String name, String... addresses) {
    String endpoints =
        Arrays.stream(addresses).map("  - address: %s\n"::formatted).collect(Collectors.joining());
    return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata:
          name: %s
          namespace: default
        spec:
          hosts: [%s.example]
          addresses: [10.9.%d.1]
          location: MESH_INTERNAL
          resolution: STATIC
          ports:
          - {number: 80, name: http, protocol: HTTP}
          endpoints:
        %s"""
        .formatted(name, name, Math.floorMod(name.hashCode(), 250), endpoints);
  }

  /** A timeout for calls to a {@link #service}. */
  static String timeout(String name, String timeout) {
    return """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: %s
          namespace: default
        spec:
          hosts: [%s.example]
          http:
          - timeout: %s
            route:
            - destination: {host: %s.example}
        """
        .formatted(name, name, timeout, name);
  }

  /** Calls to a {@link #service} get a header. */
  static String header(String name, String value) {
    return """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: %s
          namespace: default
        spec:
          hosts: [%s.example]
          http:
          - headers: {request: {set: {x-test: '%s'}}}
            route:
            - destination: {host: %s.example}
        """
        .formatted(name, name, value, name);
  }
}

package io.meltemi.translator.config.check;

import com.google.common.primitives.Ints;
import io.meltemi.translator.config.Sidecar;
import java.util.HashSet;
import java.util.Set;

/** Checks a Sidecar. */
final class SidecarChecks {

  private SidecarChecks() {}

  static void check(Findings at, Sidecar sidecar) {
    at.present("workloadSelector", sidecar.workloadSelector(), SelectorChecks::labels);
    Set<Integer> ports = new HashSet<>();
    at.each("ingress", sidecar.ingress(), (f, listener) -> ingress(f, listener, ports));
    Set<String> listeners = new HashSet<>();
    at.each("egress", sidecar.egress(), (f, listener) -> egress(f, listener, listeners));
    at.present(
        "inboundConnectionPool",
        sidecar.inboundConnectionPool(),
        TrafficPolicyChecks::connectionPool);
    at.present(
        "outboundTrafficPolicy",
        sidecar.outboundTrafficPolicy(),
        (f, policy) ->
            f.present("egressProxy", policy.egressProxy(), VirtualServiceChecks::destination));
  }

  private static void ingress(Findings at, Sidecar.IngressListener listener, Set<Integer> ports) {
    Findings port = at.at("port");
    NumberChecks.port(port.at("number"), listener.port().number());
    ProtocolChecks.protocol(port.at("protocol"), listener.port().protocol());
    if (!ports.add(listener.port().number())) {
      port.at("number")
          .conflict("port " + listener.port().number() + " has two listeners; remove one");
    }
    AddressChecks.bind(at.at("bind"), listener.bind());
    defaultEndpoint(at.at("defaultEndpoint"), listener.defaultEndpoint());
    at.present("tls", listener.tls(), TlsChecks::server);
    at.present("connectionPool", listener.connectionPool(), TrafficPolicyChecks::connectionPool);
  }

  /** Only addresses of the workload itself: {@code 127.0.0.1:8080}, {@code unix:///socket}, … */
  private static void defaultEndpoint(Findings at, String endpoint) {
    if (endpoint.isEmpty()) {
      return;
    }
    if (endpoint.startsWith(AddressChecks.UNIX)) {
      AddressChecks.socket(at, endpoint);
      return;
    }
    int colon = endpoint.lastIndexOf(':');
    String host = colon < 0 ? endpoint : endpoint.substring(0, colon);
    Integer port = colon < 0 ? null : Ints.tryParse(endpoint.substring(colon + 1));
    boolean own =
        host.equals("127.0.0.1")
            || host.equals("0.0.0.0")
            || host.equals("[::1]")
            || host.equals("[::]");
    if (!own || port == null) {
      at.invalid(
          "takes 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT or unix:///PATH, not \""
              + endpoint
              + "\"");
    } else {
      NumberChecks.port(at, port);
    }
  }

  private static void egress(Findings at, Sidecar.EgressListener listener, Set<String> listeners) {
    boolean onSocket = listener.bind().startsWith(AddressChecks.UNIX);
    at.present(
        "port",
        listener.port(),
        (f, port) -> {
          if (!onSocket) {
            NumberChecks.port(f.at("number"), port.number());
          }
          ProtocolChecks.protocol(f.at("protocol"), port.protocol());
        });
    if (listener.port().isEmpty() && !listener.bind().isEmpty()) {
      at.at("port").missing("is required with bind");
    }
    if (listener.port().isEmpty() && listener.captureMode() == Sidecar.CaptureMode.NONE) {
      at.at("port").missing("is required with captureMode NONE");
    }
    AddressChecks.bind(at.at("bind"), listener.bind());
    String where = listener.bind() + ":" + listener.port().map(port -> port.number()).orElse(0);
    if (!listeners.add(where)) {
      at.conflict("is the second listener for the same address and port; join their hosts");
    }
    at.each("hosts", listener.hosts(), (f, host) -> HostChecks.namespacedHost(f, host, true));
  }
}

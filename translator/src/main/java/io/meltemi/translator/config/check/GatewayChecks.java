package io.meltemi.translator.config.check;

import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.ServerTls;
import java.util.HashSet;
import java.util.Set;

/** Checks a Gateway. */
final class GatewayChecks {

  private GatewayChecks() {}

  static void check(Findings at, Gateway gateway) {
    if (gateway.servers().isEmpty()) {
      at.at("servers").missing("needs a server");
    }
    Set<String> names = new HashSet<>();
    at.each("servers", gateway.servers(), (f, server) -> server(f, server, names));
    SelectorChecks.labels(at, "selector", gateway.selector());
  }

  private static void server(Findings at, Gateway.Server server, Set<String> names) {
    Findings port = at.at("port");
    NumberChecks.port(port.at("number"), server.port().number());
    ProtocolChecks.protocol(port.at("protocol"), server.port().protocol());
    if (server.port().protocol().equalsIgnoreCase("udp")) {
      port.at("protocol").invalid("a gateway serves TCP only");
    }
    if (!names.add(server.port().name())) {
      port.at("name").conflict("\"" + server.port().name() + "\" names two servers; rename one");
    }
    AddressChecks.bind(at.at("bind"), server.bind());
    at.each("hosts", server.hosts(), (f, host) -> HostChecks.namespacedHost(f, host, false));
    at.present("tls", server.tls(), (f, tls) -> tls(f, tls, server.port().protocol()));
    if (ProtocolChecks.isTls(server.port().protocol()) && server.tls().isEmpty()) {
      at.at("tls").missing("is required for " + server.port().protocol());
    }
    if (!server.defaultEndpoint().isEmpty()) {
      at.at("defaultEndpoint").ineffective("has no effect, in Istio neither");
    }
  }

  private static void tls(Findings at, ServerTls tls, String protocol) {
    if (ProtocolChecks.isTls(protocol)) {
      if (tls.httpsRedirect()) {
        at.at("httpsRedirect").ineffective("redirects HTTP; this server speaks TLS already");
      }
      TlsChecks.server(at, tls);
    } else if (ProtocolChecks.isHttp(protocol)
        && tls.httpsRedirect()
        && tls.mode() == ServerTls.Mode.PASSTHROUGH
        && tls.credentialName().isEmpty()) {
      return; // only the redirect was asked for
    } else if (tls.httpsRedirect()) {
      at.ineffective("the redirect works; the other settings need protocol HTTPS or TLS");
    } else {
      at.conflict("needs protocol HTTPS or TLS, not " + protocol);
    }
  }
}

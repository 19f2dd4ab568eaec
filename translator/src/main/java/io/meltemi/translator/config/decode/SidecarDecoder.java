package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.Sidecar;

/** Reads a {@link Sidecar}. */
final class SidecarDecoder {

  private SidecarDecoder() {}

  static Sidecar sidecar(ObjectReader in) {
    return new Sidecar(
        in.object("workloadSelector", SharedDecoder::labels),
        in.list("ingress", SidecarDecoder::ingressListener),
        in.list("egress", SidecarDecoder::egressListener),
        in.object("inboundConnectionPool", TrafficPolicyDecoder::connectionPool),
        in.object("outboundTrafficPolicy", SidecarDecoder::outboundTrafficPolicy));
  }

  private static Sidecar.IngressListener ingressListener(ObjectReader in) {
    return new Sidecar.IngressListener(
        in.requiredObject("port", SidecarDecoder::port),
        in.string("bind"),
        in.enumeration("captureMode", Sidecar.CaptureMode.class),
        in.string("defaultEndpoint"),
        in.object("tls", GatewayDecoder::serverTls),
        in.object("connectionPool", TrafficPolicyDecoder::connectionPool));
  }

  private static Sidecar.EgressListener egressListener(ObjectReader in) {
    return new Sidecar.EgressListener(
        in.object("port", SidecarDecoder::port),
        in.string("bind"),
        in.enumeration("captureMode", Sidecar.CaptureMode.class),
        in.requiredStrings("hosts"));
  }

  private static Sidecar.Port port(ObjectReader in) {
    return new Sidecar.Port(
        in.unsigned("number"), in.string("protocol"), in.string("name"), in.unsigned("targetPort"));
  }

  private static Sidecar.OutboundTrafficPolicy outboundTrafficPolicy(ObjectReader in) {
    return new Sidecar.OutboundTrafficPolicy(
        in.enumeration("mode", Sidecar.OutboundTrafficPolicy.Mode.class),
        in.object("egressProxy", SharedDecoder::destination));
  }
}

package io.meltemi.translator.proxy;

import java.util.Comparator;

/** A gateway's Service maps {@code servicePort} to {@code targetPort} of the proxy. */
public record GatewayPort(int servicePort, int targetPort) {

  static final Comparator<GatewayPort> ORDER =
      Comparator.comparingInt(GatewayPort::servicePort).thenComparingInt(GatewayPort::targetPort);
}

package io.meltemi.translator.proxy;

/** A gateway's Service maps {@code servicePort} to {@code targetPort} of the proxy. */
public record GatewayPort(int servicePort, int targetPort) {}

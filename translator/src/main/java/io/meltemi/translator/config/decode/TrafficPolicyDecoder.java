package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.OutlierDetection;
import io.meltemi.translator.config.TrafficPolicy;

/** Reads a {@link TrafficPolicy} and the parts that other objects share with it. */
final class TrafficPolicyDecoder {

  private TrafficPolicyDecoder() {}

  static TrafficPolicy trafficPolicy(ObjectReader in) {
    return new TrafficPolicy(
        in.object("loadBalancer", LoadBalancerDecoder::loadBalancer),
        in.object("connectionPool", TrafficPolicyDecoder::connectionPool),
        in.object("outlierDetection", TrafficPolicyDecoder::outlierDetection),
        in.object("tls", TrafficPolicyDecoder::clientTls),
        in.list("portLevelSettings", TrafficPolicyDecoder::portPolicy),
        in.object("tunnel", TrafficPolicyDecoder::tunnel),
        in.object("proxyProtocol", TrafficPolicyDecoder::proxyProtocol),
        in.object("retryBudget", TrafficPolicyDecoder::retryBudget));
  }

  private static TrafficPolicy.PortPolicy portPolicy(ObjectReader in) {
    return new TrafficPolicy.PortPolicy(
        in.object("port", SharedDecoder::portSelector),
        in.object("loadBalancer", LoadBalancerDecoder::loadBalancer),
        in.object("connectionPool", TrafficPolicyDecoder::connectionPool),
        in.object("outlierDetection", TrafficPolicyDecoder::outlierDetection),
        in.object("tls", TrafficPolicyDecoder::clientTls));
  }

  private static TrafficPolicy.Tunnel tunnel(ObjectReader in) {
    return new TrafficPolicy.Tunnel(
        in.string("protocol"), in.requiredString("targetHost"), in.requiredUnsigned("targetPort"));
  }

  private static TrafficPolicy.ProxyProtocol proxyProtocol(ObjectReader in) {
    return new TrafficPolicy.ProxyProtocol(
        in.enumeration("version", TrafficPolicy.ProxyProtocol.Version.class));
  }

  private static TrafficPolicy.RetryBudget retryBudget(ObjectReader in) {
    return new TrafficPolicy.RetryBudget(
        in.optionalDouble("percent"),
        in.unsigned("minRetryConcurrency"),
        in.duration("budgetInterval"));
  }

  static ConnectionPool connectionPool(ObjectReader in) {
    return new ConnectionPool(
        in.object("tcp", TrafficPolicyDecoder::tcp), in.object("http", TrafficPolicyDecoder::http));
  }

  private static ConnectionPool.Tcp tcp(ObjectReader in) {
    return new ConnectionPool.Tcp(
        in.integer("maxConnections"),
        in.duration("connectTimeout"),
        in.object("tcpKeepalive", TrafficPolicyDecoder::tcpKeepalive),
        in.duration("maxConnectionDuration"),
        in.duration("idleTimeout"));
  }

  static ConnectionPool.TcpKeepalive tcpKeepalive(ObjectReader in) {
    return new ConnectionPool.TcpKeepalive(
        in.unsigned("probes"), in.duration("time"), in.duration("interval"));
  }

  private static ConnectionPool.Http http(ObjectReader in) {
    return new ConnectionPool.Http(
        in.integer("http1MaxPendingRequests"),
        in.integer("http2MaxRequests"),
        in.integer("maxRequestsPerConnection"),
        in.integer("maxRetries"),
        in.duration("idleTimeout"),
        in.enumeration("h2UpgradePolicy", ConnectionPool.H2UpgradePolicy.class),
        in.bool("useClientProtocol"),
        in.integer("maxConcurrentStreams"),
        in.object("http2KeepAlive", TrafficPolicyDecoder::connectionKeepalive));
  }

  private static ConnectionPool.ConnectionKeepalive connectionKeepalive(ObjectReader in) {
    return new ConnectionPool.ConnectionKeepalive(in.duration("interval"), in.duration("timeout"));
  }

  static OutlierDetection outlierDetection(ObjectReader in) {
    return new OutlierDetection(
        in.integer("consecutiveErrors"),
        in.bool("splitExternalLocalOriginErrors"),
        in.optionalUnsigned("consecutiveLocalOriginFailures"),
        in.optionalUnsigned("consecutiveGatewayErrors"),
        in.optionalUnsigned("consecutive5xxErrors"),
        in.duration("interval"),
        in.duration("baseEjectionTime"),
        in.integer("maxEjectionPercent"),
        in.integer("minHealthPercent"),
        in.unsignedIntegers("outlierDetectionHttpErrorCodes"));
  }

  static ClientTls clientTls(ObjectReader in) {
    return new ClientTls(
        in.enumeration("mode", ClientTls.Mode.class),
        in.string("clientCertificate"),
        in.string("privateKey"),
        in.string("caCertificates"),
        in.string("credentialName"),
        in.strings("subjectAltNames"),
        in.string("sni"),
        in.optionalBool("insecureSkipVerify"),
        in.string("caCrl"));
  }
}

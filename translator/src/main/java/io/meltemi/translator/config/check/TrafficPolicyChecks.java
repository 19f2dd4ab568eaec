package io.meltemi.translator.config.check;

import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.OutlierDetection;
import io.meltemi.translator.config.TrafficPolicy;
import java.util.HashSet;
import java.util.Set;

/** Checks a traffic policy. */
final class TrafficPolicyChecks {

  private TrafficPolicyChecks() {}

  static void check(Findings at, TrafficPolicy policy) {
    at.present("loadBalancer", policy.loadBalancer(), LoadBalancerChecks::check);
    at.present("connectionPool", policy.connectionPool(), TrafficPolicyChecks::connectionPool);
    at.present(
        "outlierDetection", policy.outlierDetection(), TrafficPolicyChecks::outlierDetection);
    at.present("tls", policy.tls(), TlsChecks::client);
    Set<Integer> ports = new HashSet<>();
    at.each("portLevelSettings", policy.portLevelSettings(), (f, port) -> port(f, port, ports));
    at.present("tunnel", policy.tunnel(), TrafficPolicyChecks::tunnel);
    at.present(
        "retryBudget",
        policy.retryBudget(),
        (f, budget) -> {
          f.present("percent", budget.percent(), (p, percent) -> NumberChecks.percent(p, percent));
          NumberChecks.duration(f, "budgetInterval", budget.budgetInterval());
          if (budget.budgetInterval().isPresent()) {
            f.at("budgetInterval").unsupported("the budget is of the requests active now");
          }
        });
    if (policy.tunnel().isPresent() && policy.proxyProtocol().isPresent()) {
      at.conflict("tunnel and proxyProtocol exclude each other; keep one");
    }
  }

  private static void port(Findings at, TrafficPolicy.PortPolicy policy, Set<Integer> ports) {
    if (policy.port().isEmpty()) {
      at.at("port").missing("is required");
    }
    at.present("port", policy.port(), NumberChecks::selector);
    policy
        .port()
        .filter(port -> !ports.add(port.number()))
        .ifPresent(port -> at.at("port").conflict("port " + port.number() + " is written twice"));
    at.present("loadBalancer", policy.loadBalancer(), LoadBalancerChecks::check);
    at.present("connectionPool", policy.connectionPool(), TrafficPolicyChecks::connectionPool);
    at.present(
        "outlierDetection", policy.outlierDetection(), TrafficPolicyChecks::outlierDetection);
    at.present("tls", policy.tls(), TlsChecks::client);
  }

  private static void tunnel(Findings at, TrafficPolicy.Tunnel tunnel) {
    if (!tunnel.protocol().isEmpty()
        && !tunnel.protocol().equals("CONNECT")
        && !tunnel.protocol().equals("POST")) {
      at.at("protocol").invalid("takes CONNECT or POST, not \"" + tunnel.protocol() + "\"");
    }
    HostChecks.nameOrAddress(at.at("targetHost"), tunnel.targetHost());
    NumberChecks.port(at.at("targetPort"), tunnel.targetPort());
  }

  static void connectionPool(Findings at, ConnectionPool pool) {
    at.present("tcp", pool.tcp(), TrafficPolicyChecks::tcp);
    at.present("http", pool.http(), TrafficPolicyChecks::http);
  }

  private static void tcp(Findings at, ConnectionPool.Tcp tcp) {
    NumberChecks.notNegative(at.at("maxConnections"), tcp.maxConnections());
    NumberChecks.duration(at, "connectTimeout", tcp.connectTimeout());
    NumberChecks.duration(at, "maxConnectionDuration", tcp.maxConnectionDuration());
    at.present("idleTimeout", tcp.idleTimeout(), NumberChecks::durationOrZero);
    at.present("tcpKeepalive", tcp.tcpKeepalive(), TrafficPolicyChecks::keepalive);
  }

  /** The kernel counts these in seconds. */
  static void keepalive(Findings at, ConnectionPool.TcpKeepalive keepalive) {
    NumberChecks.duration(at, "time", keepalive.time());
    NumberChecks.duration(at, "interval", keepalive.interval());
  }

  private static void http(Findings at, ConnectionPool.Http http) {
    NumberChecks.notNegative(at.at("http1MaxPendingRequests"), http.http1MaxPendingRequests());
    NumberChecks.notNegative(at.at("http2MaxRequests"), http.http2MaxRequests());
    NumberChecks.notNegative(at.at("maxRequestsPerConnection"), http.maxRequestsPerConnection());
    NumberChecks.notNegative(at.at("maxRetries"), http.maxRetries());
    NumberChecks.notNegative(at.at("maxConcurrentStreams"), http.maxConcurrentStreams());
    at.present("idleTimeout", http.idleTimeout(), NumberChecks::durationOrZero);
    if (http.useClientProtocol()
        && http.h2UpgradePolicy() == ConnectionPool.H2UpgradePolicy.UPGRADE) {
      at.conflict("useClientProtocol and h2UpgradePolicy UPGRADE exclude each other; keep one");
    }
    at.present(
        "http2KeepAlive",
        http.http2KeepAlive(),
        (f, keepalive) -> {
          NumberChecks.duration(f, "interval", keepalive.interval());
          NumberChecks.duration(f, "timeout", keepalive.timeout());
        });
  }

  static void outlierDetection(Findings at, OutlierDetection detection) {
    NumberChecks.notNegative(at.at("consecutiveErrors"), detection.consecutiveErrors());
    if (detection.consecutiveErrors() > 0) {
      at.at("consecutiveErrors").ineffective("use consecutive5xxErrors");
    }
    if (!detection.outlierDetectionHttpErrorCodes().isEmpty()) {
      at.at("outlierDetectionHttpErrorCodes")
          .unsupported("the statuses from 500 on count as errors");
    }
    NumberChecks.duration(at, "interval", detection.interval());
    NumberChecks.duration(at, "baseEjectionTime", detection.baseEjectionTime());
    NumberChecks.percent(at.at("maxEjectionPercent"), detection.maxEjectionPercent());
    NumberChecks.percent(at.at("minHealthPercent"), detection.minHealthPercent());
    if (!detection.splitExternalLocalOriginErrors()
        && detection
            .consecutiveLocalOriginFailures()
            .filter(failures -> failures > 0)
            .isPresent()) {
      at.at("consecutiveLocalOriginFailures")
          .conflict("counts only with splitExternalLocalOriginErrors: true");
    }
    at.each(
        "outlierDetectionHttpErrorCodes",
        detection.outlierDetectionHttpErrorCodes(),
        (f, code) -> NumberChecks.range(f, code, 100, 599));
  }
}

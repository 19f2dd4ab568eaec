package io.meltemi.translator.cluster;

import io.meltemi.translator.config.OutlierDetection;
import io.meltemi.translator.config.TrafficPolicy;
import java.util.Optional;

/** All that a DestinationRule has a say in, defaulted. */
record OutboundTraffic(
    ConnectionPoolSettings connectionPool,
    UpstreamHttpSettings http,
    LoadBalancing loadBalancing,
    Optional<OutlierDetection> outlierDetection,
    UpstreamTls tls,
    Optional<TrafficPolicy.ProxyProtocol> proxyProtocol) {}

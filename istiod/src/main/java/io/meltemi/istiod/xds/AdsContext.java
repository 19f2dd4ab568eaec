package io.meltemi.istiod.xds;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What all streams of a server share. */
record AdsContext(
    AdsOptions options,
    ControlPlane sender,
    BooleanSupplier synced,
    ProxyListener listener,
    SecretSupply secrets,
    Inquiries inquiries,
    ProxyRegistry registry,
    InstantSource clock,
    Transitions transitions,
    SendBudget budget,
    ScheduledExecutorService timer,
    AtomicLong streams) {}

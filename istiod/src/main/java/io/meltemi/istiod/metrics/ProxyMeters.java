package io.meltemi.istiod.metrics;

import io.meltemi.istiod.xds.Delivery;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyListener;
import io.meltemi.istiod.xds.Rejection;
import io.meltemi.translator.xds.XdsResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Counts and times what goes to proxies, and passes everything on to another listener.
 *
 * <p>Convergence is counted from the arrival of the event that a revision was made of to the ACK of
 * what was sent because of it.
 */
public final class ProxyMeters implements ProxyListener {

  private final IstiodMeters meters;
  private final ProxyListener next;
  private final InstantSource clock;
  private final RevisionTimes times;

  public ProxyMeters(
      IstiodMeters meters, RevisionTimes times, ProxyListener next, InstantSource clock) {
    this.meters = meters;
    this.times = times;
    this.next = next;
    this.clock = clock;
  }

  @Override
  public void onConnect(ProxyConnection connection) {
    meters.count("pilot_xds_connections_opened");
    next.onConnect(connection);
  }

  @Override
  public void onDisconnect(ProxyConnection connection) {
    next.onDisconnect(connection);
  }

  @Override
  public void onSend(ProxyConnection connection, Delivery delivery) {
    meters.count("pilot_xds_pushes", "type", IstiodMeters.typeName(delivery.type()));
    next.onSend(connection, delivery);
  }

  @Override
  public void onAck(ProxyConnection connection, Delivery delivery, List<XdsResource> resources) {
    Instant now = clock.instant();
    meters.time("pilot_xds_push_time", Duration.between(delivery.at(), now));
    times
        .eventOf(delivery.revision())
        .filter(event -> event.isAfter(connection.connectedAt())) // not what it found there
        .ifPresent(
            event -> meters.time("pilot_proxy_convergence_time", Duration.between(event, now)));
    next.onAck(connection, delivery, resources);
  }

  @Override
  public void onNack(ProxyConnection connection, Rejection rejection) {
    meters.count("pilot_total_xds_rejects", "type", rejection.delivery().type().typeUrl());
    next.onNack(connection, rejection);
  }
}

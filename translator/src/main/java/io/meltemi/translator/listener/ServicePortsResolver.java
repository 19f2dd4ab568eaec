package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.destination.OwnAddress;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.naming.RouteName;
import java.util.Comparator;

/**
 * The listeners for services on their own ports: what there is without a Sidecar, and for a
 * Sidecar's egress listener without a port.
 */
final class ServicePortsResolver {

  /**
   * When several services want the same listener, the oldest has it; but what is sent where it was
   * going anyway goes first, because it is right for every address.
   */
  static final Comparator<MeshService> PRECEDENCE =
      Comparator.comparing((MeshService service) -> service.resolution() != Resolution.PASSTHROUGH)
          .thenComparing(MeshService::created)
          .thenComparing(MeshService::key);

  private final OutboundContext context;
  private final OutboundListenerTable table;
  private final ServiceChainResolver chains;
  private final boolean bound;
  private final ImmutableSet<Integer> declared;

  /**
   * For one egress listener.
   *
   * @param declared the ports that the Sidecar names: their routes have what it names and no more
   */
  ServicePortsResolver(
      OutboundContext context,
      OutboundListenerTable table,
      OutboundSide.Egress egress,
      ImmutableSet<Integer> declared) {
    this.context = context;
    this.declared = declared;
    this.table = table;
    this.chains = context.chains(egress);
    this.bound =
        context
            .binds()
            .isBound(
                egress
                    .listener()
                    .map(Sidecar.EgressListener::captureMode)
                    .orElse(Sidecar.CaptureMode.DEFAULT));
  }

  void add(Iterable<MeshService> services) {
    for (MeshService service : ImmutableList.sortedCopyOf(PRECEDENCE, services)) {
      service.ports().forEach(port -> add(service, port));
    }
  }

  private void add(MeshService service, ServicePort port) {
    switch (port.protocol()) {
      case UDP -> {}
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB -> {
        Bind bind = context.binds().shared(port.number(), bound);
        addHttp(service, port, bind, new RouteName.Port(port.number()));
      }
      case HTTPS, TLS -> addTls(service, port.number());
      case TCP, MONGO, MYSQL, REDIS -> addTcp(service, port.number());
      case DETECT -> addDetected(service, port);
    }
  }

  private void addHttp(MeshService service, ServicePort port, Bind bind, RouteName routes) {
    if (declared.contains(port.number())) {
      return;
    }
    table.addHttp(bind, bound, service.origin(), routes, port.protocol());
  }

  private void addTls(MeshService service, int port) {
    if (isAlias(service)) {
      return;
    }
    for (BindResolver.Place place : context.binds().places(service, port, bound)) {
      table.add(place.bind(), bound, chains.tls(service, port, place.ranges(), place.own()));
    }
  }

  private void addTcp(MeshService service, int port) {
    if (isAlias(service)) {
      return;
    }
    for (BindResolver.Place place : context.binds().places(service, port, bound)) {
      table.add(place.bind(), bound, chains.tcp(service, port, place.ranges()));
    }
  }

  private void addDetected(MeshService service, ServicePort port) {
    boolean alone = OwnAddress.of(service);
    RouteName routes =
        alone
            ? new RouteName.Detected(service.hostname(), port.number())
            : new RouteName.Port(port.number());
    for (BindResolver.Place place : context.binds().places(service, port.number(), bound)) {
      // Its own routes are no good where other services are served too.
      if (place.own() || !alone || bound) {
        addHttp(service, port, place.bind(), routes);
      }
    }
    addTcp(service, port.number());
  }

  /**
   * An ExternalName has no address of its own: what its clients dial is its target, which the
   * catch-all takes. A listener on all addresses would take everybody's connections instead.
   */
  private static boolean isAlias(MeshService service) {
    return service.externalName().isPresent();
  }
}

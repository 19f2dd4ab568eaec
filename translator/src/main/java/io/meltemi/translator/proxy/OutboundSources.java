package io.meltemi.translator.proxy;

import io.meltemi.translator.model.MeshModel;

/**
 * The parts of a model that outbound views are made of, made ready once for all of them. Endpoints
 * are not among them.
 */
record OutboundSources(
    MeshModel model,
    ServiceVisibility visibility,
    RoutingRules routingRules,
    DestinationRules destinationRules) {

  static OutboundSources of(MeshModel model) {
    return new OutboundSources(
        model,
        new ServiceVisibility(model.services()),
        RoutingRules.of(model),
        DestinationRules.of(model));
  }

  /** For the next model; this very object when nothing that counts here is different in it. */
  OutboundSources next(MeshModel next) {
    boolean sameConfig = next.meshConfig() == model.meshConfig();
    boolean sameRoutes = sameConfig && next.virtualServices() == model.virtualServices();
    boolean sameRules = sameConfig && next.destinationRules() == model.destinationRules();
    boolean same =
        sameRoutes
            && sameRules
            && next.services() == model.services()
            && next.sidecars() == model.sidecars()
            && next.credentials() == model.credentials();
    return same
        ? this
        : new OutboundSources(
            next,
            visibility.next(next.services()),
            sameRoutes ? routingRules : routingRules.next(next),
            sameRules ? destinationRules : DestinationRules.of(next));
  }
}

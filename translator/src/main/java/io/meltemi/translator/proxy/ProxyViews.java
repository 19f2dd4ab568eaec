package io.meltemi.translator.proxy;

import io.meltemi.translator.model.MeshModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes views, and remembers their outbound sides: classes with the same scope get the same
 * reference, and the same as for the model before unless something that they can see has changed.
 *
 * <p>A scope that nobody asks for while the model goes through two changes is forgotten. Not
 * thread-safe: it belongs to the one thread that translates.
 */
public final class ProxyViews {

  private OutboundSources sources = OutboundSources.of(MeshModel.EMPTY);
  private Map<OutboundKey, OutboundView> views = new HashMap<>();
  private Map<OutboundKey, OutboundView> earlier = Map.of();

  public ProxyView of(MeshModel model, ProxyClass proxyClass) {
    moveTo(model);
    return new ProxyView(
        proxyClass,
        model.meshConfig(),
        views.computeIfAbsent(proxyClass.outbound(), this::outbound),
        model.endpoints(),
        GatewayServers.of(model, sources.routingRules(), proxyClass));
  }

  private void moveTo(MeshModel model) {
    OutboundSources next =
        sources.model().domain().equals(model.domain())
            ? sources.next(model)
            : OutboundSources.of(model);
    if (next != sources) {
      sources = next;
      earlier = views;
      views = new HashMap<>();
    }
  }

  private OutboundView outbound(OutboundKey scope) {
    return OutboundViews.of(sources, scope, Optional.ofNullable(earlier.get(scope)));
  }
}

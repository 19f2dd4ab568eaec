package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.proxy.EgressScope;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ServiceScope;
import io.meltemi.translator.proxy.TrafficRules;
import java.util.Optional;

/**
 * The part of an {@code OutboundView} that listeners depend on. Most VirtualServices have HTTP
 * routes only, which are no listener's business: when one of them changes, this stays equal, and
 * nothing here is resolved again.
 */
record OutboundSide(
    OutboundKey scope,
    MeshConfig meshConfig,
    Optional<ConfigObject<Sidecar>> sidecar,
    ServiceScope services,
    ImmutableList<Egress> egress,
    TrafficRules rules) {

  /**
   * One egress listener's part.
   *
   * @param l4Rules the VirtualServices with tcp or tls routes
   */
  record Egress(
      Optional<Sidecar.EgressListener> listener,
      ServiceScope services,
      ImmutableList<ConfigObject<VirtualService>> l4Rules) {

    private static Egress of(EgressScope scope) {
      return new Egress(scope.listener(), scope.services(), L4Rules.among(scope.virtualServices()));
    }
  }

  static OutboundSide of(OutboundView view) {
    return new OutboundSide(
        view.scope(),
        view.meshConfig(),
        view.sidecar(),
        view.services(),
        view.egress().stream().map(Egress::of).collect(ImmutableList.toImmutableList()),
        view.rules());
  }
}

package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import io.meltemi.translator.model.ServiceEndpoints;
import io.meltemi.translator.model.ServiceIndex;
import io.meltemi.translator.model.SourceClauses;
import io.meltemi.translator.model.WorkloadIndex;

/**
 * A proxy and its class, and what of the model the class depends on: so that in the next model it
 * is looked for again only if something of that is different. Mostly an endpoint elsewhere is.
 */
public final class Classified {

  /** Compared by reference, but for what is short. */
  private record Basis(
      MeshConfig meshConfig,
      ServiceIndex services,
      WorkloadIndex workloads,
      ObjectIndex<Sidecar> sidecars,
      ImmutableList<ConfigObject<PeerAuthentication>> peerAuthentications,
      ObjectIndex<Gateway> gateways,
      SourceClauses sourceClauses,
      ObjectIndex<KubeService> kubeServices,
      ObjectIndex<ServiceEntry> selectingEntries,
      PolicyBasis policies,
      ImmutableList<ServiceEndpoints> endpoints) {

    static Basis of(MeshModel model, ProxyDescriptor proxy) {
      return new Basis(
          model.meshConfig(),
          model.services(),
          model.workloads(),
          model.sidecars(),
          model.peerPolicies().concerning(proxy.namespace()),
          model.gateways(),
          model.sourceClauses(),
          model.discovery().services(),
          model.services().hasSelectingEntries(proxy.namespace())
              ? model.discovery().serviceEntries()
              : ObjectIndex.empty(),
          PolicyBasis.of(model, proxy.namespace()),
          proxy.addresses().stream()
              .flatMap(address -> model.endpoints().servicesAt(address).stream())
              .map(model.endpoints()::of)
              .collect(ImmutableList.toImmutableList()));
    }

    boolean isSame(Basis other) {
      return meshConfig == other.meshConfig
          && services == other.services
          && workloads == other.workloads
          && sidecars == other.sidecars
          && peerAuthentications.equals(other.peerAuthentications)
          && gateways == other.gateways
          && sourceClauses == other.sourceClauses
          && kubeServices == other.kubeServices
          && selectingEntries == other.selectingEntries
          && policies.isSame(other.policies)
          && endpoints.equals(other.endpoints);
    }
  }

  private final ProxyDescriptor proxy;
  private final ProxyClass proxyClass;
  private final Basis basis;

  private Classified(ProxyDescriptor proxy, ProxyClass proxyClass, Basis basis) {
    this.proxy = proxy;
    this.proxyClass = proxyClass;
    this.basis = basis;
  }

  public static Classified of(MeshModel model, ProxyDescriptor proxy) {
    return new Classified(proxy, ProxyClassifier.classify(model, proxy), Basis.of(model, proxy));
  }

  /** The same proxy in another model; this very object where the class cannot have changed. */
  public Classified in(MeshModel model) {
    return basis.isSame(Basis.of(model, proxy)) ? this : of(model, proxy);
  }

  public ProxyDescriptor proxy() {
    return proxy;
  }

  public ProxyClass proxyClass() {
    return proxyClass;
  }
}

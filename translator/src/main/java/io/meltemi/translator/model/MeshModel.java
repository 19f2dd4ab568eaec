package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.authn.PeerPolicies;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.EnvoyFilter;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.Telemetry;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.WasmPlugin;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.xds.ModelRevision;

/**
 * The whole mesh at one revision. Immutable; only {@link MeshDelta#apply} makes a new one, and
 * parts that the delta leaves alone are the same reference in it.
 *
 * @param domain what Kubernetes Services' hostnames end with, {@code cluster.local}
 * @param services derived from Services and ServiceEntries
 * @param endpoints derived from EndpointSlices, Pods, WorkloadEntries and ServiceEntries
 * @param peers who answers for each service, derived from its endpoints
 * @param workloads what a proxy can stand beside, by address and by name
 * @param keySets what tokens are verified with, by where it is fetched from
 * @param peerPolicies which PeerAuthentication holds for whom
 * @param credentials the Secrets that are of use to TLS
 * @param sourceClauses what VirtualServices and DestinationRules ask of a client's labels
 * @param discovery what services, endpoints and workloads are derived from
 * @param positions where objects are written down; only reports look there
 */
public record MeshModel(
    ModelRevision revision,
    String domain,
    MeshConfig meshConfig,
    ServiceIndex services,
    EndpointIndex endpoints,
    ServicePeerIndex peers,
    WorkloadIndex workloads,
    ObjectIndex<VirtualService> virtualServices,
    ObjectIndex<DestinationRule> destinationRules,
    ObjectIndex<Gateway> gateways,
    ObjectIndex<Sidecar> sidecars,
    ObjectIndex<EnvoyFilter> envoyFilters,
    ObjectIndex<ProxyConfig> proxyConfigs,
    ObjectIndex<PeerAuthentication> peerAuthentications,
    PeerPolicies peerPolicies,
    ObjectIndex<RequestAuthentication> requestAuthentications,
    ObjectIndex<AuthorizationPolicy> authorizationPolicies,
    ObjectIndex<Telemetry> telemetries,
    ObjectIndex<WasmPlugin> wasmPlugins,
    ObjectIndex<KeySet> keySets,
    CredentialIndex credentials,
    SourceClauses sourceClauses,
    DiscoveryIndex discovery,
    PositionIndex positions,
    DiagnosticIndex diagnostics) {

  /** Of the domain {@code cluster.local}. */
  public static final MeshModel EMPTY = empty("cluster.local");

  private static final String DEFAULT_ROOT_NAMESPACE = "istio-system";

  /** Nothing, in a mesh of that domain. */
  public static MeshModel empty(String domain) {
    return new MeshModel(
        ModelRevision.NONE,
        domain,
        MeshConfig.EMPTY,
        ServiceIndex.EMPTY,
        EndpointIndex.EMPTY,
        ServicePeerIndex.EMPTY,
        WorkloadIndex.EMPTY,
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        PeerPolicies.of(ImmutableList.of(), DEFAULT_ROOT_NAMESPACE),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        ObjectIndex.empty(),
        CredentialIndex.EMPTY,
        SourceClauses.EMPTY,
        DiscoveryIndex.EMPTY,
        PositionIndex.EMPTY,
        DiagnosticIndex.EMPTY);
  }

  /** The namespace whose policies hold for the whole mesh. */
  public String rootNamespace() {
    return rootNamespace(meshConfig);
  }

  static String rootNamespace(MeshConfig config) {
    return config.rootNamespace().isEmpty() ? DEFAULT_ROOT_NAMESPACE : config.rootNamespace();
  }

  /** A diagnostic with the position of its object, if it does not have one of its own. */
  public Diagnostic located(Diagnostic diagnostic) {
    return diagnostic.position().equals(Position.NONE)
        ? new Diagnostic(
            diagnostic.severity(),
            diagnostic.code(),
            diagnostic.object(),
            positions.of(diagnostic.object()),
            diagnostic.field(),
            diagnostic.message())
        : diagnostic;
  }

  MeshModel with(DiagnosticIndex newDiagnostics) {
    return new MeshModel(
        revision,
        domain,
        meshConfig,
        services,
        endpoints,
        peers,
        workloads,
        virtualServices,
        destinationRules,
        gateways,
        sidecars,
        envoyFilters,
        proxyConfigs,
        peerAuthentications,
        peerPolicies,
        requestAuthentications,
        authorizationPolicies,
        telemetries,
        wasmPlugins,
        keySets,
        credentials,
        sourceClauses,
        discovery,
        positions,
        newDiagnostics);
  }

  MeshModel with(
      ObjectIndex<VirtualService> otherVirtualServices,
      ObjectIndex<DestinationRule> otherDestinationRules,
      ObjectIndex<Gateway> otherGateways,
      SourceClauses otherClauses) {
    return new MeshModel(
        revision,
        domain,
        meshConfig,
        services,
        endpoints,
        peers,
        workloads,
        otherVirtualServices,
        otherDestinationRules,
        otherGateways,
        sidecars,
        envoyFilters,
        proxyConfigs,
        peerAuthentications,
        peerPolicies,
        requestAuthentications,
        authorizationPolicies,
        telemetries,
        wasmPlugins,
        keySets,
        credentials,
        otherClauses,
        discovery,
        positions,
        diagnostics);
  }
}

package io.meltemi.translator.model;

import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.EnvoyFilter;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.Telemetry;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.WasmPlugin;
import io.meltemi.translator.xds.ModelRevision;

/**
 * The whole mesh at one revision. Immutable; only {@link MeshDelta#apply} makes a new one, and
 * parts that the delta leaves alone are the same reference in it.
 *
 * @param services derived from Services and ServiceEntries
 * @param endpoints derived from EndpointSlices, Pods, WorkloadEntries and ServiceEntries
 * @param workloads what a proxy can stand beside, by address and by name
 */
public record MeshModel(
    ModelRevision revision,
    MeshConfig meshConfig,
    ServiceIndex services,
    EndpointIndex endpoints,
    WorkloadIndex workloads,
    ObjectIndex<VirtualService> virtualServices,
    ObjectIndex<DestinationRule> destinationRules,
    ObjectIndex<Gateway> gateways,
    ObjectIndex<Sidecar> sidecars,
    ObjectIndex<EnvoyFilter> envoyFilters,
    ObjectIndex<ProxyConfig> proxyConfigs,
    ObjectIndex<PeerAuthentication> peerAuthentications,
    ObjectIndex<RequestAuthentication> requestAuthentications,
    ObjectIndex<AuthorizationPolicy> authorizationPolicies,
    ObjectIndex<Telemetry> telemetries,
    ObjectIndex<WasmPlugin> wasmPlugins,
    DiagnosticIndex diagnostics) {}

package io.meltemi.translator.config;

import io.meltemi.translator.diagnostic.ConfigKind;

/** What an object says, without its name and metadata: one record per {@link ConfigKind}. */
public sealed interface ConfigSpec
    permits VirtualService,
        DestinationRule,
        Gateway,
        ServiceEntry,
        WorkloadEntry,
        WorkloadGroup,
        Sidecar,
        EnvoyFilter,
        ProxyConfig,
        PeerAuthentication,
        RequestAuthentication,
        AuthorizationPolicy,
        Telemetry,
        WasmPlugin,
        TrafficExtension,
        MeshConfig,
        KeySet,
        KubeNamespace,
        KubeService,
        KubeEndpointSlice,
        KubePod,
        KubeNode,
        KubeServiceAccount,
        KubeSecret,
        KubeConfigMap {}

package io.meltemi.translator.listener;

import io.meltemi.translator.config.MeshConfig.PathNormalization.NormalizationType;
import io.meltemi.translator.config.MeshProxyConfig.ClientCertDetails;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings;
import io.meltemi.translator.config.MeshProxyConfig.ForwardClientCertDetails;
import io.meltemi.translator.config.MeshProxyConfig.ServerHeader;
import java.util.Optional;

/**
 * What the mesh's settings say of HTTP.
 *
 * @param trustedProxies how many proxies in front of a gateway may write {@code x-forwarded-for}
 * @param forwardClientCert what becomes of {@code x-forwarded-client-cert}; UNDEFINED means the
 *     default of the side
 * @param clientCertDetails what is added to it; absent means the default of the side
 * @param requestIds whether requests without an id get one
 * @param debugHeaders whether {@code x-envoy-*} headers are added
 * @param preserveCase whether HTTP/1.1 header names keep their case
 * @param limits what is absent is Envoy's default
 */
record HttpSettings(
    NormalizationType normalization,
    int trustedProxies,
    ForwardClientCertDetails forwardClientCert,
    Optional<ClientCertDetails> clientCertDetails,
    Optional<ServerHeader> server,
    boolean requestIds,
    boolean debugHeaders,
    boolean preserveCase,
    boolean forwardedPort,
    Optional<ConnectionSettings> limits) {}

package io.meltemi.translator.proxy;

import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import java.util.Optional;

/**
 * A port on which a sidecar takes requests for its workload.
 *
 * @param port the workload's port (a service's target port), or the Sidecar listener's own
 * @param portName the service port's name
 * @param servicePort the service port's number
 * @param service the service it belongs to; when several services share the port, the oldest
 * @param listener the Sidecar ingress listener that declares it, if one does
 */
public record InboundPort(
    int port,
    String portName,
    Protocol protocol,
    int servicePort,
    MeshService service,
    Optional<Sidecar.IngressListener> listener) {}

package io.meltemi.translator.cluster;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServicePeers;
import java.util.Optional;

/** All that decides the clusters of a service, except endpoints that they may carry. */
record OutboundServiceInputs(
    MeshService service,
    Optional<ConfigObject<DestinationRule>> rule,
    ServicePeers peers,
    ClientScope client) {}

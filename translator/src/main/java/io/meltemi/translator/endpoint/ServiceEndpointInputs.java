package io.meltemi.translator.endpoint;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServiceEndpoints;
import java.util.Optional;

/** All that decides the endpoints of a service's clusters. */
record ServiceEndpointInputs(
    MeshService service,
    Optional<ConfigObject<DestinationRule>> rule,
    ServiceEndpoints endpoints,
    ClientScope client,
    Locality locality) {}

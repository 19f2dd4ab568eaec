package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.Sidecar;
import java.util.Optional;

/**
 * The outbound side of the mesh as a group of classes sees it. The same reference for all classes
 * with the same scope, and the same as before when nothing in it changed; so whatever is made from
 * it is made once.
 *
 * @param scope what distinguishes it from other views
 * @param sidecar the Sidecar that applies, if any
 * @param services everything in any egress listener
 * @param egress at least one; in the Sidecar's order, those with a port first
 * @param rules DestinationRules as seen from the scope's namespace
 * @param secrets which of the Secrets that those name are there
 */
public record OutboundView(
    OutboundKey scope,
    MeshConfig meshConfig,
    Optional<ConfigObject<Sidecar>> sidecar,
    ServiceScope services,
    ImmutableList<EgressScope> egress,
    TrafficRules rules,
    RuleSecrets secrets) {}

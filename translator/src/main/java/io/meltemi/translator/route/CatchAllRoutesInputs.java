package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Optional;

/**
 * What becomes of requests to hosts that the mesh does not know.
 *
 * @param cluster where they go; empty if they are refused
 */
record CatchAllRoutesInputs(Optional<String> cluster, ImmutableList<ConfigKey> origins) {}

package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Optional;

/**
 * A Pod; labels and annotations are in the metadata.
 *
 * @param ports of all containers and init containers, in their order
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or empty
 * @param ready the condition {@code Ready}; absent means ready
 */
public record KubePod(
    ImmutableList<String> podIPs,
    boolean hostNetwork,
    String nodeName,
    String serviceAccountName,
    String hostname,
    String subdomain,
    ImmutableList<ContainerPort> ports,
    String phase,
    boolean ready,
    Optional<Instant> deletionTimestamp)
    implements ConfigSpec {

  public record ContainerPort(String name, int containerPort, String protocol) {}
}

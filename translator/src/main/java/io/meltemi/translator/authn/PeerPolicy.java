package io.meltemi.translator.authn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * What one workload accepts.
 *
 * @param mode on ports for which nothing else is said
 * @param ports the workload's own ports that have another mode
 * @param origins the PeerAuthentications that had a say, the narrowest first
 */
public record PeerPolicy(
    MutualTlsMode mode,
    ImmutableSortedMap<Integer, MutualTlsMode> ports,
    ImmutableList<ConfigKey> origins) {

  /** Where nobody said anything. */
  public static final PeerPolicy DEFAULT =
      new PeerPolicy(MutualTlsMode.PERMISSIVE, ImmutableSortedMap.of(), ImmutableList.of());

  /**
   * What a port accepts.
   *
   * @param port the workload's, not a service's
   */
  public MutualTlsMode on(int port) {
    return ports.getOrDefault(port, mode);
  }
}

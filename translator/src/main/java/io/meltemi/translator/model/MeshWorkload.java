package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * A Pod or a WorkloadEntry: something a proxy can stand beside, and Services select. (A proxy can
 * stand beside an endpoint written into a ServiceEntry too; that one is found in {@link
 * EndpointIndex#servicesAt}.)
 *
 * @param origin the object it comes from
 * @param addresses its own IPs (or one hostname)
 * @param namedPorts port names it declares → port numbers
 * @param node the node of the cluster that it runs on; empty for a WorkloadEntry
 */
public record MeshWorkload(
    ConfigKey origin,
    ImmutableList<String> addresses,
    ImmutableSortedMap<String, String> labels,
    ImmutableSortedMap<String, Integer> namedPorts,
    Locality locality,
    int weight,
    String serviceAccount,
    String network,
    EndpointHealth health,
    String node) {

  public String namespace() {
    return origin.namespace();
  }

  public String name() {
    return origin.name();
  }
}

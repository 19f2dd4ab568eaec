package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * A Pod, a WorkloadEntry, or an endpoint written into a ServiceEntry: something a proxy can stand
 * beside.
 *
 * @param origin the object it comes from
 * @param addresses its own IPs (or one hostname)
 * @param namedPorts port names it declares → port numbers
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
    EndpointHealth health) {

  public String namespace() {
    return origin.namespace();
  }

  public String name() {
    return origin.name();
  }
}

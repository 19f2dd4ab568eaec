package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.TrafficDistribution;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A service of the mesh as clients see it: one hostname, from a Kubernetes Service or from one host
 * of a ServiceEntry. Endpoints live apart, in {@link EndpointIndex}, because they change far more
 * often.
 *
 * @param key hostname (may begin with {@code *.}) and namespace
 * @param origin the user object it comes from
 * @param ports in the order of the user's object, distinct numbers
 * @param addresses virtual IPs or CIDRs clients dial; empty when there is none (headless, or a host
 *     known by name only)
 * @param headless a Kubernetes Service without a virtual IP: its pods are dialled directly
 * @param meshExternal a ServiceEntry of location MESH_EXTERNAL
 * @param externalName the CNAME target of an ExternalName Service
 * @param created for "the oldest wins"
 * @param distribution which endpoints clients get, and prefer where no DestinationRule says it
 */
public record MeshService(
    ServiceKey key,
    ConfigKey origin,
    ImmutableList<ServicePort> ports,
    ImmutableList<String> addresses,
    Resolution resolution,
    boolean headless,
    boolean meshExternal,
    Optional<String> externalName,
    ExportTo exportTo,
    ImmutableSortedMap<String, String> labels,
    ImmutableSortedMap<String, String> selector,
    ImmutableList<String> subjectAltNames,
    Instant created,
    TrafficDistribution distribution) {

  /** Of several claims to the same thing the oldest wins; among equals, the first by name. */
  public static final Comparator<MeshService> OLDEST_FIRST =
      Comparator.comparing(MeshService::created)
          .thenComparing(MeshService::origin)
          .thenComparing(MeshService::key);

  /** One that leaves it to its clients which endpoints they prefer. */
  public MeshService(
      ServiceKey key,
      ConfigKey origin,
      ImmutableList<ServicePort> ports,
      ImmutableList<String> addresses,
      Resolution resolution,
      boolean headless,
      boolean meshExternal,
      Optional<String> externalName,
      ExportTo exportTo,
      ImmutableSortedMap<String, String> labels,
      ImmutableSortedMap<String, String> selector,
      ImmutableList<String> subjectAltNames,
      Instant created) {
    this(
        key,
        origin,
        ports,
        addresses,
        resolution,
        headless,
        meshExternal,
        externalName,
        exportTo,
        labels,
        selector,
        subjectAltNames,
        created,
        TrafficDistribution.ANY);
  }

  /** Only of the key: it is asked for often, being part of memo keys, and keys are distinct. */
  @Override
  public int hashCode() {
    return key.hashCode();
  }

  public String hostname() {
    return key.hostname();
  }

  public String namespace() {
    return key.namespace();
  }

  public Optional<ServicePort> port(int number) {
    return ports.stream().filter(port -> port.number() == number).findFirst();
  }

  public boolean isWildcard() {
    return key.hostname().startsWith("*");
  }

  /** From a Kubernetes Service: answers to short names such as {@code reviews.default}. */
  public boolean isKubernetes() {
    return origin.kind() == ConfigKind.SERVICE;
  }
}

package io.meltemi.translator.route;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.naming.VirtualHostName;
import java.util.List;

/**
 * The names by which a client may call a service: Envoy compares them with the request's host.
 *
 * @param own the service's full name
 * @param others short names, pods of a headless service, addresses; another service's own name wins
 *     over them
 */
record ClientDomains(String own, ImmutableList<String> others) {

  private static final String SERVICES = ".svc.";
  private static final String WILDCARD = "*.";
  private static final Splitter DOTS = Splitter.on('.');
  private static final Joiner DOTTED = Joiner.on('.');

  /**
   * The names of a service.
   *
   * @param dnsDomain of the client, {@code default.svc.cluster.local}: its resolver completes short
   *     names with it
   */
  static ClientDomains of(MeshService service, String dnsDomain) {
    String own = VirtualHostName.authority(service.hostname());
    ImmutableList.Builder<String> others = ImmutableList.builder();
    List<String> shorts = service.isWildcard() ? List.of() : shortNames(own, dnsDomain);
    others.addAll(shorts);
    if (service.headless() && service.isKubernetes()) {
      others.add(WILDCARD + own);
      shorts.forEach(name -> others.add(WILDCARD + name));
    }
    for (String address : service.addresses()) {
      if (isDialled(address)) {
        others.add(VirtualHostName.authority(address));
      }
    }
    return new ClientDomains(own, others.build());
  }

  /** A range or the unspecified address is nothing that a client would name. */
  private static boolean isDialled(String address) {
    return !address.isEmpty()
        && address.indexOf('/') < 0
        && !address.equals("0.0.0.0")
        && !address.equals("::");
  }

  private static List<String> shortNames(String hostname, String dnsDomain) {
    int services = dnsDomain.indexOf(SERVICES);
    if (services < 0) {
      return relativeNames(hostname, dnsDomain);
    }
    return hostname.endsWith(dnsDomain.substring(services))
        ? kubernetesNames(hostname, dnsDomain.substring(0, services))
        : List.of();
  }

  /** {@code reviews} (in its own namespace only), {@code reviews.default}, {@code …default.svc}. */
  private static List<String> kubernetesNames(String hostname, String namespace) {
    int services = hostname.indexOf(SERVICES);
    int dot = hostname.indexOf('.');
    if (dot < 1 || dot >= services) {
      return List.of();
    }
    String qualified = hostname.substring(0, services);
    return hostname.substring(dot + 1, services).equals(namespace)
        ? List.of(hostname.substring(0, dot), qualified, qualified + ".svc")
        : List.of(qualified, qualified + ".svc");
  }

  /** Outside Kubernetes: what is left of the name when the end it shares with the domain is cut. */
  private static List<String> relativeNames(String hostname, String dnsDomain) {
    List<String> host = Lists.reverse(DOTS.splitToList(hostname));
    List<String> domain = Lists.reverse(DOTS.splitToList(dnsDomain));
    int shared = 0;
    while (shared < host.size()
        && shared < domain.size()
        && host.get(shared).equals(domain.get(shared))) {
      shared++;
    }
    if (shared == 0 || shared == host.size()) {
      return List.of();
    }
    String unique = DOTTED.join(Lists.reverse(host.subList(shared, host.size())));
    return host.size() - shared == 2
        ? List.of(unique, unique + "." + host.get(shared - 1))
        : List.of(unique);
  }
}

package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.IpFamilies;
import java.util.ArrayList;
import java.util.List;

/** Where the listeners of a proxy are, by its interception mode and its IP families. */
final class BindResolver {

  private static final ImmutableList<String> UNSPECIFIED = ImmutableList.of("0.0.0.0", "::");

  private final InterceptionMode interception;
  private final IpFamilies families;

  BindResolver(InterceptionMode interception, IpFamilies families) {
    this.interception = interception;
    this.families = families;
  }

  /**
   * A place for one service's connections.
   *
   * @param ranges the service's addresses, where the listener is shared with other services
   * @param own whether whoever dials the listener means the service
   */
  record Place(Bind bind, ImmutableSortedSet<AddressPrefix> ranges, boolean own) {}

  boolean isCaptured() {
    return interception != InterceptionMode.NONE;
  }

  /** Whether a listener with this capture mode has a socket that is dialled. */
  boolean isBound(Sidecar.CaptureMode mode) {
    return switch (mode) {
      case NONE -> true;
      // Nothing is captured for a proxy without interception, whatever its Sidecar says.
      case IPTABLES, DEFAULT -> !isCaptured();
    };
  }

  /** All addresses of the proxy, if the listener is for captured traffic; otherwise loopback. */
  Bind.Ip shared(int port, boolean bound) {
    return bound ? loopback(port) : wildcard(port);
  }

  Bind.Ip wildcard(int port) {
    return new Bind.Ip(
        families.wildcardAddress(),
        families.ipv4() && families.ipv6() ? ImmutableList.of("::") : ImmutableList.of(),
        port);
  }

  Bind.Ip loopback(int port) {
    return new Bind.Ip(
        families.loopbackAddress(),
        families.ipv4() && families.ipv6() ? ImmutableList.of("::1") : ImmutableList.of(),
        port);
  }

  /** Where connections to a service's port are taken that cannot be told by their contents. */
  ImmutableList<Place> places(MeshService service, int port, boolean bound) {
    ImmutableList.Builder<String> singles = ImmutableList.builder();
    ImmutableSortedSet.Builder<AddressPrefix> ranges = ImmutableSortedSet.naturalOrder();
    for (AddressPrefix prefix : addresses(service)) {
      if (prefix.isSingle()) {
        singles.add(prefix.address());
      } else {
        ranges.add(prefix);
      }
    }
    return bound
        ? boundPlaces(singles.build(), port)
        : capturedPlaces(singles.build(), ranges.build(), port);
  }

  /** Those of our families; if none is, the others do no harm, and one names the listener. */
  private List<AddressPrefix> addresses(MeshService service) {
    List<AddressPrefix> all = new ArrayList<>();
    List<AddressPrefix> ours = new ArrayList<>();
    for (String address : service.headless() ? ImmutableList.<String>of() : service.addresses()) {
      AddressPrefix.parse(address)
          .filter(prefix -> !UNSPECIFIED.contains(prefix.address()))
          .ifPresent(
              prefix -> {
                all.add(prefix);
                if (isOfOurFamily(prefix)) {
                  ours.add(prefix);
                }
              });
    }
    return ours.isEmpty() ? all : ours;
  }

  /** A virtual IP is nobody's own address, so it cannot be listened on, unless it is loopback. */
  private ImmutableList<Place> boundPlaces(List<String> addresses, int port) {
    ImmutableList<String> local =
        addresses.stream()
            .filter(address -> address.startsWith("127.") || address.equals("::1"))
            .collect(ImmutableList.toImmutableList());
    return ImmutableList.of(
        local.isEmpty()
            ? new Place(loopback(port), ImmutableSortedSet.of(), false)
            : new Place(at(local, port), ImmutableSortedSet.of(), true));
  }

  private ImmutableList<Place> capturedPlaces(
      List<String> addresses, ImmutableSortedSet<AddressPrefix> ranges, int port) {
    ImmutableList.Builder<Place> places = ImmutableList.builder();
    if (!addresses.isEmpty()) {
      places.add(new Place(at(addresses, port), ImmutableSortedSet.of(), true));
    }
    if (!ranges.isEmpty() || addresses.isEmpty()) {
      places.add(new Place(wildcard(port), ranges, false));
    }
    return places.build();
  }

  private static Bind.Ip at(List<String> addresses, int port) {
    return new Bind.Ip(
        addresses.getFirst(), ImmutableList.copyOf(addresses.subList(1, addresses.size())), port);
  }

  private boolean isOfOurFamily(AddressPrefix prefix) {
    return AddressPrefix.isIpv6(prefix.address())
        ? families.ipv6()
        : families.ipv4() || !families.ipv6();
  }
}

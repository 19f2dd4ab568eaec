package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Interner;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ServiceScope;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was made for one scope the last time. A new view of the scope shares most of its parts with
 * the one before, by reference; what was made from the same parts is taken over without asking a
 * memo. It is a shortcut only: without it the same results come from the memos.
 */
final class ScopeMemory {

  private final OutboundView view;
  private final IdentityHashMap<ServiceScope, HttpPorts> ports = new IdentityHashMap<>();
  private final IdentityHashMap<HttpPort, Host> hosts = new IdentityHashMap<>();
  private RouteTables tables = RouteTables.EMPTY;

  /** A virtual host and the two parts of it that differ between views of the same services. */
  private record Host(
      @Nullable ConfigObject<VirtualService> rule,
      ImmutableList<String> domains,
      VirtualHostFragment fragment) {}

  private ScopeMemory(OutboundView view) {
    this.view = view;
  }

  /** The tables of this very view, if they were made before. */
  static Optional<RouteTables> tables(@Nullable ScopeMemory memory, OutboundView view) {
    return memory != null && memory.view == view ? Optional.of(memory.tables) : Optional.empty();
  }

  /** What is made for one view, with what of the scope's earlier view holds for it too. */
  static final class Recorder {
    private final ScopeMemory memory;
    private final @Nullable ScopeMemory earlier;
    private final boolean sameDestinations;
    private final String dnsDomain;
    private final Interner<ImmutableList<String>> domains;

    Recorder(
        OutboundView view, @Nullable ScopeMemory earlier, Interner<ImmutableList<String>> domains) {
      this.memory = new ScopeMemory(view);
      this.earlier = earlier;
      this.sameDestinations = earlier != null && sameDestinations(view, earlier.view);
      this.dnsDomain = view.scope().dnsDomain();
      this.domains = domains;
    }

    private static boolean sameDestinations(OutboundView view, OutboundView earlier) {
      return view.services() == earlier.services()
          && view.rules() == earlier.rules()
          && view.meshConfig() == earlier.meshConfig();
    }

    HttpPorts ports(ServiceScope services) {
      return memory.ports.computeIfAbsent(
          services,
          _ -> {
            @Nullable HttpPorts known = earlier == null ? null : earlier.ports.get(services);
            return known == null ? HttpPorts.of(services, dnsDomain, domains) : known;
          });
    }

    /** The virtual host of a port: the earlier one if its rule is still the same object. */
    VirtualHostFragment host(
        HttpPort port,
        Optional<ConfigObject<VirtualService>> rule,
        ImmutableList<String> domains,
        Supplier<VirtualHostFragment> otherwise) {
      @Nullable ConfigObject<VirtualService> ruling = rule.orElse(null);
      @Nullable Host known = sameDestinations && earlier != null ? earlier.hosts.get(port) : null;
      if (known == null || known.rule != ruling || known.domains != domains) {
        known = new Host(ruling, domains, otherwise.get());
      }
      memory.hosts.put(port, known);
      return known.fragment;
    }

    ScopeMemory complete(RouteTables tables) {
      memory.tables = tables;
      return memory;
    }
  }
}

package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.VirtualService.RouteDestination;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.FieldPath;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshService;
import java.util.List;
import java.util.Optional;

/** Says what the destinations of tcp and tls routes name in vain. */
final class UnknownDestinations {

  private static final FieldPath SPEC = FieldPath.ROOT.field("spec");

  private final boolean scoped;
  private final List<Diagnostic> diagnostics;

  /**
   * Nothing found yet.
   *
   * @param scoped whether a Sidecar hides services: what it hides is not the rule's mistake
   */
  UnknownDestinations(boolean scoped, List<Diagnostic> diagnostics) {
    this.scoped = scoped;
    this.diagnostics = diagnostics;
  }

  void check(
      ConfigObject<VirtualService> rule,
      Destination destination,
      int port,
      Optional<MeshService> service,
      Optional<ConfigObject<DestinationRule>> destinationRule) {
    if (service.isEmpty()) {
      if (!scoped) {
        report(rule, destination, "host", "no service " + destination.host() + " is visible");
      }
      return;
    }
    String hostname = service.get().hostname();
    if (service.get().port(port).isEmpty()) {
      report(rule, destination, "port", "service " + hostname + " has no port " + port);
    }
    String subset = destination.subset();
    boolean known =
        subset.isEmpty()
            || (destinationRule.isPresent()
                && destinationRule.get().spec().subsets().stream()
                    .anyMatch(candidate -> candidate.name().equals(subset)));
    if (!known) {
      report(
          rule,
          destination,
          "subset",
          "no DestinationRule gives " + hostname + " a subset " + subset);
    }
  }

  private void report(
      ConfigObject<VirtualService> rule, Destination destination, String field, String message) {
    Diagnostic found =
        Diagnostic.warning(
            DiagnosticCode.UNKNOWN_REFERENCE,
            rule.key(),
            Position.NONE,
            path(rule.spec(), destination).field(field).toString(),
            message + "; connections sent there are closed");
    if (!diagnostics.contains(found)) {
      diagnostics.add(found);
    }
  }

  /** Where the rule names the destination first. */
  private static FieldPath path(VirtualService rule, Destination destination) {
    for (int i = 0; i < rule.tls().size(); i++) {
      int route = indexOf(rule.tls().get(i).route(), destination);
      if (route >= 0) {
        return SPEC.item("tls", i).item("route", route).field("destination");
      }
    }
    for (int i = 0; i < rule.tcp().size(); i++) {
      int route = indexOf(rule.tcp().get(i).route(), destination);
      if (route >= 0) {
        return SPEC.item("tcp", i).item("route", route).field("destination");
      }
    }
    return SPEC;
  }

  private static int indexOf(ImmutableList<RouteDestination> routes, Destination destination) {
    for (int i = 0; i < routes.size(); i++) {
      if (routes.get(i).destination().equals(destination)) {
        return i;
      }
    }
    return -1;
  }
}

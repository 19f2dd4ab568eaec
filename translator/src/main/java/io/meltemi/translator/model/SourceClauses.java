package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.WorkloadSelector;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The label conditions that rules put on clients: {@code sourceLabels} of VirtualServices, and
 * workload selectors of DestinationRules, which hold in their own namespace only. A class of
 * proxies is told by which of them it satisfies, so that its labels need not be part of it.
 *
 * <p>Where a DestinationRule compares a client's label with the endpoints' ({@code
 * failoverPriority}), the label itself counts as a condition: it has the value it has.
 */
public final class SourceClauses {

  static final SourceClauses EMPTY = new SourceClauses(ImmutableSet.of(), ImmutableSortedSet.of());

  private static final Comparator<Clause> ORDER =
      Comparator.comparing(Clause::namespace).thenComparing(clause -> clause.labels().toString());

  /**
   * One condition.
   *
   * @param namespace where it holds; empty for everywhere
   */
  private record Clause(String namespace, ImmutableSortedMap<String, String> labels) {}

  private final ImmutableSet<Clause> clauses;
  private final ImmutableSortedSet<String> compared;

  private SourceClauses(ImmutableSet<Clause> clauses, ImmutableSortedSet<String> compared) {
    this.clauses = clauses;
    this.compared = compared;
  }

  /** The conditions that a workload of some namespace with these labels satisfies. */
  public ImmutableSet<ImmutableSortedMap<String, String>> satisfiedBy(
      String namespace, Map<String, String> labels) {
    ImmutableSet.Builder<ImmutableSortedMap<String, String>> satisfied = ImmutableSet.builder();
    for (Clause clause : clauses) {
      boolean holds = clause.namespace().isEmpty() || clause.namespace().equals(namespace);
      if (holds && new WorkloadSelector(clause.labels()).selects(labels)) {
        satisfied.add(clause.labels());
      }
    }
    for (String label : compared) {
      String value = labels.get(label);
      if (value != null) {
        satisfied.add(ImmutableSortedMap.of(label, value));
      }
    }
    return satisfied.build();
  }

  /** Whether some rule compares the nodes of clients and endpoints. */
  public boolean compareNodes() {
    return compared.contains(WellKnownLabels.NODE);
  }

  /** Of all rules; this very object if the rules ask what they asked before. */
  SourceClauses of(
      ObjectIndex<VirtualService> virtualServices, ObjectIndex<DestinationRule> destinationRules) {
    Set<Clause> found = new TreeSet<>(ORDER);
    Set<String> labels = new TreeSet<>();
    virtualServices.all().forEach(object -> collect(object.spec(), found));
    for (ConfigObject<DestinationRule> rule : destinationRules.all()) {
      rule.spec()
          .workloadSelector()
          .ifPresent(s -> found.add(new Clause(rule.namespace(), s.labels())));
      labels.addAll(ComparedLabels.of(rule.spec()));
    }
    ImmutableSet<Clause> next = ImmutableSet.copyOf(found);
    return next.equals(clauses) && labels.equals(compared)
        ? this
        : new SourceClauses(next, ImmutableSortedSet.copyOf(labels));
  }

  private static void collect(VirtualService rule, Set<Clause> found) {
    for (HttpRoute route : rule.http()) {
      route.match().forEach(match -> add(match.sourceLabels(), found));
    }
    for (VirtualService.TlsRoute route : rule.tls()) {
      route.match().forEach(match -> add(match.sourceLabels(), found));
    }
    for (VirtualService.TcpRoute route : rule.tcp()) {
      route.match().forEach(match -> add(match.sourceLabels(), found));
    }
  }

  private static void add(ImmutableSortedMap<String, String> labels, Set<Clause> found) {
    if (!labels.isEmpty()) {
      found.add(new Clause("", labels));
    }
  }

  /** Whether a proxy that satisfies these conditions satisfies that one. */
  public static boolean allow(
      Set<ImmutableSortedMap<String, String>> satisfied,
      ImmutableSortedMap<String, String> clause) {
    return clause.isEmpty() || satisfied.contains(clause);
  }

  @Override
  public String toString() {
    return ImmutableSortedSet.copyOf(ORDER, clauses).toString();
  }
}

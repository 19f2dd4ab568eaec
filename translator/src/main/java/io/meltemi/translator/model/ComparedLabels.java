package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.LocalityLb;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.TrafficPolicy;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The labels that a DestinationRule compares between client and endpoint. */
public final class ComparedLabels {
  private ComparedLabels() {}

  /** Whether clients on two nodes of one place may get other endpoints by this rule. */
  public static boolean includeNode(DestinationRule rule) {
    return of(rule).contains(WellKnownLabels.NODE);
  }

  /** The same by the setting that holds where no rule has one. */
  public static boolean includeNode(MeshConfig mesh) {
    return mesh.localityLbSetting().stream()
        .anyMatch(setting -> setting.failoverPriority().contains(WellKnownLabels.NODE));
  }

  /** Without those that the rule gives a value itself, {@code label=value}. */
  static Set<String> of(DestinationRule rule) {
    if (rule.trafficPolicy().isEmpty() && rule.subsets().isEmpty()) {
      return ImmutableSet.of();
    }
    Set<String> labels = new HashSet<>();
    rule.trafficPolicy().ifPresent(policy -> collect(policy, labels));
    for (DestinationRule.Subset subset : rule.subsets()) {
      subset.trafficPolicy().ifPresent(policy -> collect(policy, labels));
    }
    return labels;
  }

  private static void collect(TrafficPolicy policy, Set<String> labels) {
    collect(policy.loadBalancer(), labels);
    for (TrafficPolicy.PortPolicy port : policy.portLevelSettings()) {
      collect(port.loadBalancer(), labels);
    }
  }

  private static void collect(Optional<LoadBalancer> balancer, Set<String> labels) {
    Optional<LocalityLb> locality = balancer.flatMap(LoadBalancer::localityLbSetting);
    if (locality.isPresent()) {
      for (String label : locality.get().failoverPriority()) {
        if (label.indexOf('=') < 0) {
          labels.add(label);
        }
      }
    }
  }
}

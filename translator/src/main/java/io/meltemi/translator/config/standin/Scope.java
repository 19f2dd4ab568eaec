package io.meltemi.translator.config.standin;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.PolicyTargetRef;
import io.meltemi.translator.config.WorkloadSelector;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy is for, as far as it could be read: at least what was meant.
 *
 * @param words says so where it is more than what could be read
 */
record Scope(
    Optional<WorkloadSelector> selector, ImmutableList<PolicyTargetRef> targets, String words) {

  private static final WorkloadSelector EVERYBODY = new WorkloadSelector(ImmutableSortedMap.of());
  private static final String SELECTOR = "selector";
  private static final String TARGET = "targetRef";
  private static final String TARGETS = "targetRefs";

  /** A label that could not be read is no condition; targets may be any gateway. */
  static Scope of(
      Optional<WorkloadSelector> selector, ImmutableList<PolicyTargetRef> targets, Faults faults) {
    boolean unreadableSelector = faults.isIn(SELECTOR) || !faults.isScopeReadable();
    Optional<WorkloadSelector> wide =
        selector
            .map(it -> widened(it, faults))
            .or(() -> Optional.of(EVERYBODY).filter(_ -> faults.isIn(SELECTOR)));
    // Whoever has both of them could mean either.
    boolean unreadableTargets =
        faults.isIn(TARGET) || faults.isIn(TARGETS) || (unreadableSelector && !targets.isEmpty());
    StringBuilder words = new StringBuilder();
    if (unreadableSelector) {
      words.append(
          wide.filter(it -> !it.labels().isEmpty()).isPresent()
              ? "; of its selector only " + wide.orElseThrow().labels() + " could be read"
              : "; its selector could not be read, so that is all that a policy of its namespace"
                  + " can select");
    }
    if (unreadableTargets) {
      words.append("; its targets could not be read, so that is every Gateway of its namespace");
    }
    return new Scope(
        wide,
        unreadableTargets ? ImmutableList.of(PolicyTargetRef.ANY_GATEWAY) : targets,
        words.toString());
  }

  /** Targets in both ways of writing them. */
  static ImmutableList<PolicyTargetRef> targets(
      Optional<PolicyTargetRef> single, ImmutableList<PolicyTargetRef> several) {
    return several.isEmpty() ? ImmutableList.copyOf(single.stream().toList()) : several;
  }

  private static WorkloadSelector widened(WorkloadSelector selector, Faults faults) {
    if (faults.isAt(SELECTOR + ".matchLabels") || !faults.isScopeReadable()) {
      return EVERYBODY;
    }
    ImmutableMap.Builder<String, String> readable = ImmutableMap.builder();
    for (Map.Entry<String, String> label : selector.labels().entrySet()) {
      if (!faults.isAt(SELECTOR + ".matchLabels[" + label.getKey() + "]")) {
        readable.put(label);
      }
    }
    return new WorkloadSelector(ImmutableSortedMap.copyOf(readable.buildOrThrow()));
  }
}

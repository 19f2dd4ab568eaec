package io.meltemi.translator.model;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PeerAuthentications of one namespace for the same workloads, or for all of them. */
final class PeerAuthenticationConflicts {

  /** Whom a policy is for; no labels stand for the whole namespace. */
  private record Audience(String namespace, ImmutableSortedMap<String, String> labels) {}

  private PeerAuthenticationConflicts() {}

  static ImmutableListMultimap<ConfigKey, Diagnostic> of(
      ObjectIndex<PeerAuthentication> policies, String rootNamespace) {
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said = ImmutableListMultimap.builder();
    Map<Audience, ConfigKey> first = new HashMap<>();
    List<ConfigObject<PeerAuthentication>> ordered =
        policies.all().stream().sorted(ConfigObject.oldestFirst()).toList();
    for (ConfigObject<PeerAuthentication> policy : ordered) {
      ImmutableSortedMap<String, String> labels =
          policy.spec().selector().map(WorkloadSelector::labels).orElse(ImmutableSortedMap.of());
      ConfigKey winner = first.putIfAbsent(new Audience(policy.namespace(), labels), policy.key());
      if (winner != null) {
        said.put(
            policy.key(),
            Conflicts.warning(
                policy.key(),
                "spec.selector",
                winner
                    + words(labels.isEmpty(), policy.namespace().equals(rootNamespace))
                    + ", and comes first; this one has no effect"));
      }
    }
    return said.build();
  }

  private static String words(boolean general, boolean root) {
    if (!general) {
      return " selects the same workloads";
    }
    return root ? " is the mesh's policy already" : " is the policy of the namespace already";
  }
}

package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;

/** Several objects of a namespace that define the same hostname. */
final class HostnameConflicts {

  private HostnameConflicts() {}

  static ImmutableListMultimap<ConfigKey, Diagnostic> of(ServiceClaims claims) {
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said = ImmutableListMultimap.builder();
    for (ServiceKey key : claims.contested()) {
      ImmutableList<MeshService> claimants = claims.of(key);
      MeshService winner = claimants.getFirst();
      for (MeshService loser : claimants.subList(1, claimants.size())) {
        said.put(
            loser.origin(),
            Conflicts.warning(
                loser.origin(),
                "",
                "host "
                    + key.hostname()
                    + " is defined by "
                    + winner.origin()
                    + " already, which comes first; this definition has no effect"));
      }
    }
    return said.build();
  }
}

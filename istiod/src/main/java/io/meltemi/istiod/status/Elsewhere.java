package io.meltemi.istiod.status;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.replica.Refused;
import io.meltemi.istiod.replica.Replica;
import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.SortedMap;
import java.util.TreeMap;

/** What proxies refuse that are connected to other istiods. */
final class Elsewhere {

  private Elsewhere() {}

  /**
   * Once for each object, by the word of the first that says so, and only of objects as they are
   * now. What proxies here refuse, too, is said already.
   */
  static ImmutableCollection<Diagnostic> refused(
      ImmutableList<Replica> replicas,
      ImmutableMap<ConfigKey, ObjectState> states,
      ImmutableSet<ConfigKey> here) {
    SortedMap<ConfigKey, Diagnostic> said = new TreeMap<>();
    for (Replica replica : replicas) {
      for (Refused refused : replica.word().refused()) {
        ObjectState state = states.get(refused.object());
        if (replica.alive()
            && state != null
            && state.generation() == refused.generation()
            && !here.contains(refused.object())) {
          said.putIfAbsent(refused.object(), diagnostic(refused));
        }
      }
    }
    return ImmutableList.copyOf(said.values());
  }

  private static Diagnostic diagnostic(Refused refused) {
    return Diagnostic.error(
        DiagnosticCode.REJECTED_BY_PROXY, refused.object(), Position.NONE, "", refused.message());
  }
}

package io.meltemi.translator.config.standin;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.PeerAuthentication.MutualTls;
import io.meltemi.translator.config.standin.StandIns.Closed;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Closes a PeerAuthentication: a mode that cannot be read is STRICT. */
final class PeerAuthenticationClosing {

  private static final String MTLS = "mtls";
  private static final String PORTS = "portLevelMtls";
  private static final ImmutableSet<String> FIELDS = ImmutableSet.of("selector", MTLS, PORTS);
  private static final MutualTls STRICT = new MutualTls(MutualTls.Mode.STRICT);

  private PeerAuthenticationClosing() {}

  static Closed closed(PeerAuthentication policy, Faults faults) {
    Scope scope = Scope.of(policy.selector(), ImmutableList.of(), faults);
    if (faults.isElsewhere(FIELDS) || !faults.isInNumberedEntriesOnly(PORTS)) {
      return new Closed(
          new PeerAuthentication(scope.selector(), Optional.of(STRICT), ImmutableSortedMap.of()),
          "mutual TLS is STRICT on every port" + scope.words());
    }
    Map<Integer, MutualTls> ports = new TreeMap<>(policy.portLevelMtls());
    faults.numberedEntries(PORTS).forEach(port -> ports.put(port, STRICT));
    return new Closed(
        new PeerAuthentication(
            scope.selector(),
            faults.isIn(MTLS) ? Optional.of(STRICT) : policy.mtls(),
            ImmutableSortedMap.copyOf(ports)),
        (faults.isIn(MTLS) || faults.isIn(PORTS)
                ? "mutual TLS is STRICT where it cannot be read"
                : "it holds as it was read")
            + scope.words());
  }
}

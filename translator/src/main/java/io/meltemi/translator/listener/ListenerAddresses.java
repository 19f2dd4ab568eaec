package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses of a proxy are free. Envoy refuses a listener whose address another one has, and
 * one that is at no address at all.
 */
final class ListenerAddresses {

  /** The proxy's own: health and metrics, opened by its bootstrap (Istio's numbers). */
  private static final ImmutableSet<Integer> STATUS_PORTS = ImmutableSet.of(15021, 15090);

  private static final ImmutableSet<String> WILDCARDS = ImmutableSet.of("0.0.0.0", "::");
  private static final int LAST_PORT = 65_535;

  private final Set<String> taken = new HashSet<>();
  private final List<Diagnostic> diagnostics;

  ListenerAddresses(List<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
    STATUS_PORTS.forEach(this::takeEverywhere);
  }

  /** On all addresses. */
  void takeEverywhere(int port) {
    WILDCARDS.forEach(address -> taken.add(Bind.Ip.of(address, port).listenerName()));
  }

  /**
   * The place, with what is left of its additional addresses; absent, and said, if it is no place
   * to listen.
   */
  Optional<Bind> take(Bind bind, ConfigKey owner) {
    return switch (bind) {
      case Bind.Unix unix -> isFree(unix, owner) ? Optional.of(unix) : Optional.empty();
      case Bind.Ip ip ->
          isAddress(ip, owner) && isFree(ip, owner)
              ? Optional.of(withFreeAdditional(ip))
              : Optional.empty();
    };
  }

  private boolean isAddress(Bind.Ip bind, ConfigKey owner) {
    if (InetAddresses.isInetAddress(bind.address())
        && bind.port() > 0
        && bind.port() <= LAST_PORT) {
      return true;
    }
    report(
        DiagnosticCode.INVALID_VALUE,
        owner,
        bind.address() + " port " + bind.port() + " is no address to listen on");
    return false;
  }

  private boolean isFree(Bind bind, ConfigKey owner) {
    if (taken.add(bind.listenerName())) {
      return true;
    }
    report(
        DiagnosticCode.CONFLICT,
        owner,
        "the proxy listens on " + bind.listenerName() + " already, for something else");
    return false;
  }

  private Bind.Ip withFreeAdditional(Bind.Ip bind) {
    ImmutableList<String> free =
        bind.additional().stream()
            .filter(address -> taken.add(Bind.Ip.of(address, bind.port()).listenerName()))
            .collect(ImmutableList.toImmutableList());
    return new Bind.Ip(bind.address(), free, bind.port());
  }

  private void report(DiagnosticCode code, ConfigKey owner, String message) {
    diagnostics.add(Diagnostic.warning(code, owner, Position.NONE, "", message));
  }
}

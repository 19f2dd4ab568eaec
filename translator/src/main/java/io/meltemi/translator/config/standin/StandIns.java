package io.meltemi.translator.config.standin;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.EnvoyFilter;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.config.KubeNamespace;
import io.meltemi.translator.config.KubeNode;
import io.meltemi.translator.config.KubePod;
import io.meltemi.translator.config.KubeSecret;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.KubeServiceAccount;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.Telemetry;
import io.meltemi.translator.config.TrafficExtension;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.WasmPlugin;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.config.WorkloadGroup;
import io.meltemi.translator.config.check.ConfigChecks;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import java.util.List;
import java.util.Optional;

/** Makes stand-ins of what could be read of refused policies. */
public final class StandIns {

  private StandIns() {}

  /** A spec and what it does. */
  record Closed(ConfigSpec spec, String meaning) {}

  /** Whether what is not understood in objects of this kind must close rather than open. */
  public static boolean areFor(ConfigKind kind) {
    return kind == ConfigKind.AUTHORIZATION_POLICY
        || kind == ConfigKind.REQUEST_AUTHENTICATION
        || kind == ConfigKind.PEER_AUTHENTICATION;
  }

  /**
   * Absent for kinds that close nothing, and for policies that refuse nothing.
   *
   * @param understood what could be read; what could not is as if it were not there
   * @param problems what was said when it was read
   */
  public static Optional<StandIn> of(ConfigObject<?> understood, List<Diagnostic> problems) {
    if (!areFor(understood.key().kind())) {
      return Optional.empty();
    }
    Faults faults =
        Faults.of(
            ImmutableList.<Diagnostic>builder()
                .addAll(problems)
                .addAll(ConfigChecks.check(understood))
                .build());
    return closed(understood, faults)
        .filter(StandIns::isFaultless)
        .or(() -> closed(understood, faults.everywhere()).filter(StandIns::isFaultless))
        .or(() -> closed(understood, faults.alsoInItsScope()));
  }

  /** That a set of keys is empty is meant. */
  private static boolean isFaultless(StandIn standIn) {
    return ConfigChecks.check(standIn.object()).stream()
        .noneMatch(
            found -> found.severity() == Severity.ERROR && !found.field().endsWith("].jwks"));
  }

  private static Optional<StandIn> closed(ConfigObject<?> object, Faults faults) {
    Optional<Closed> closed =
        switch (object.spec()) {
          case AuthorizationPolicy policy ->
              AuthorizationClosing.closed(policy, object.meta(), faults);
          case RequestAuthentication policy ->
              Optional.of(RequestAuthenticationClosing.closed(policy, faults));
          case PeerAuthentication policy ->
              Optional.of(PeerAuthenticationClosing.closed(policy, faults));
          case VirtualService _,
              DestinationRule _,
              Gateway _,
              ServiceEntry _,
              WorkloadEntry _,
              WorkloadGroup _,
              Sidecar _,
              EnvoyFilter _,
              ProxyConfig _,
              Telemetry _,
              WasmPlugin _,
              TrafficExtension _,
              MeshConfig _,
              KeySet _,
              KubeNamespace _,
              KubeService _,
              KubeEndpointSlice _,
              KubePod _,
              KubeNode _,
              KubeServiceAccount _,
              KubeSecret _,
              KubeConfigMap _ ->
              Optional.empty();
        };
    return closed.map(
        it -> new StandIn(ConfigObject.of(object.key(), object.meta(), it.spec()), it.meaning()));
  }
}

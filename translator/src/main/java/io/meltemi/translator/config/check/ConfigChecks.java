package io.meltemi.translator.config.check;

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
import io.meltemi.translator.config.ObjectMeta;
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
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.Optional;

/**
 * Checks an object of any kind. An {@code ERROR} means that it must not be used; the diagnostics
 * have a field but no position, which only whoever read the object can know.
 */
public final class ConfigChecks {

  private ConfigChecks() {}

  public static ImmutableList<Diagnostic> check(ConfigObject<?> object) {
    Findings findings = Findings.of(object.key());
    check(findings, object.meta(), object.spec());
    return findings.toList();
  }

  /** What is wrong with an expression that is in no object; empty if nothing. */
  public static Optional<String> regexProblem(String expression) {
    Findings findings = Findings.of(ConfigKey.NONE);
    RegexChecks.regex(findings, expression);
    return findings.toList().stream().map(Diagnostic::message).findFirst();
  }

  private static void check(Findings root, ObjectMeta meta, ConfigSpec object) {
    Findings spec = root.at("spec");
    switch (object) {
      case VirtualService it -> VirtualServiceChecks.check(spec, it);
      case DestinationRule it -> DestinationRuleChecks.check(spec, it);
      case Gateway it -> GatewayChecks.check(spec, it);
      case ServiceEntry it -> {
        ServiceEntryChecks.check(spec, it);
        DistributionChecks.annotation(root, meta);
      }
      case WorkloadEntry it -> WorkloadEntryChecks.check(spec, it);
      case WorkloadGroup it -> WorkloadGroupChecks.check(spec, it);
      case Sidecar it -> SidecarChecks.check(spec, it);
      case EnvoyFilter it -> EnvoyFilterChecks.check(spec, it);
      case ProxyConfig it -> ProxyConfigChecks.check(spec, it);
      case PeerAuthentication it -> PeerAuthenticationChecks.check(spec, it);
      case RequestAuthentication it -> RequestAuthenticationChecks.check(spec, it);
      case AuthorizationPolicy it -> AuthorizationPolicyChecks.check(spec, it);
      case Telemetry it -> TelemetryChecks.check(spec, it);
      case WasmPlugin it -> WasmPluginChecks.check(spec, it);
      case TrafficExtension it -> TrafficExtensionChecks.check(spec, it);
      case MeshConfig it -> MeshConfigChecks.check(root, it);
      case KubeService it -> {
        KubeChecks.service(spec, it);
        DistributionChecks.service(root, it, meta);
      }
      case KubeEndpointSlice it -> KubeChecks.endpointSlice(root, it);
      case KubePod it -> KubeChecks.pod(root, it);
      case KeySet _,
          KubeNamespace _,
          KubeNode _,
          KubeServiceAccount _,
          KubeSecret _,
          KubeConfigMap _ -> {}
    }
  }
}

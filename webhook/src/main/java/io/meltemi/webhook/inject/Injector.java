package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.Optional;

/** Decides about a pod, and puts the proxy into it. Pure. */
public final class Injector {

  private Injector() {}

  public static Injection inject(InjectionInputs inputs) {
    Optional<String> skip =
        InjectionPolicy.reasonToSkip(inputs.pod(), inputs.namespace(), inputs.values());
    if (skip.isPresent()) {
      return new Injection.Skipped(skip.get());
    }
    PodAnnotations annotations = new PodAnnotations(inputs.pod());
    Optional<ProxyKind> kind = Templates.kind(annotations, inputs.values());
    Optional<MeshProxyConfig> config = proxyConfig(annotations);
    ProxyPlan plan = plan(inputs, annotations, kind.orElse(ProxyKind.SIDECAR), config);
    Pod pod = PodAssembly.of(plan);
    return annotations.problems().isEmpty()
        ? new Injection.Injected(
            pod,
            ImmutableList.<String>builder()
                .addAll(
                    IgnoredAnnotations.warnings(
                        InjectionPolicy.annotations(inputs.pod()), plan.settings()))
                .addAll(annotations.remarks())
                .build())
        : new Injection.Refused(annotations.problems());
  }

  private static ProxyPlan plan(
      InjectionInputs inputs,
      PodAnnotations annotations,
      ProxyKind kind,
      Optional<MeshProxyConfig> config) {
    Workload workload = Workload.of(inputs.pod(), inputs.namespace());
    ImmutableSortedMap<String, String> labels = PodLabels.of(inputs.pod(), kind, workload, inputs);
    ProxySettings settings = ProxySettings.of(inputs, labels, config);
    boolean nativeSidecar =
        kind == ProxyKind.SIDECAR
            && annotations
                .flag(Annotations.NATIVE_SIDECAR)
                .orElse(inputs.cluster().nativeSidecars());
    InterceptionMode mode = annotations.interceptionMode().orElse(settings.interceptionMode());
    int statusPort =
        annotations
            .port(Annotations.STATUS_PORT)
            .or(settings::statusPort)
            .orElse(inputs.values().global().proxy().statusPort());
    return new ProxyPlan(
        inputs, annotations, settings, kind, workload, labels, nativeSidecar, mode, statusPort);
  }

  private static Optional<MeshProxyConfig> proxyConfig(PodAnnotations annotations) {
    return annotations
        .text(Annotations.PROXY_CONFIG)
        .flatMap(
            text -> {
              Decoded<MeshConfig> read = MeshConfigReader.readProxyConfig(text);
              report(annotations, read.diagnostics());
              return read instanceof Decoded.Accepted<MeshConfig> accepted
                  ? accepted.object().spec().defaultConfig()
                  : Optional.<MeshProxyConfig>empty();
            });
  }

  private static void report(PodAnnotations annotations, ImmutableList<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      String said =
          (diagnostic.field().isEmpty() ? "" : diagnostic.field() + ": ") + diagnostic.message();
      if (diagnostic.severity() == Severity.ERROR) {
        annotations.problem(Annotations.PROXY_CONFIG, said);
      } else {
        annotations.remark(Annotations.PROXY_CONFIG, said);
      }
    }
  }
}

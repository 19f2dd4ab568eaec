package io.meltemi.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.meltemi.translator.bootstrap.KubeletPages;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The container of a stock Envoy. */
final class ProxyContainer {

  private static final String CPU_LIMIT = "ISTIO_CPU_LIMIT";

  private ProxyContainer() {}

  static Container of(ProxyPlan plan, Optional<KubeletPages> kubelet) {
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(Names.PROXY)
            .withImage(ProxyImage.of(plan))
            .withCommand("envoy")
            .withArgs(arguments(plan, kubelet))
            .withEnv(environment(plan))
            .withResources(ProxyResources.of(plan))
            .withVolumeMounts(ProxyVolumes.mounts(plan))
            .addNewPort()
            .withName("http-envoy-prom")
            .withContainerPort(Names.PROMETHEUS_PORT)
            .withProtocol("TCP")
            .endPort();
    String pull = plan.values().global().imagePullPolicy();
    if (!pull.isEmpty()) {
      container.withImagePullPolicy(pull);
    }
    if (plan.kind() == ProxyKind.SIDECAR) {
      container.withSecurityContext(ProxySecurity.proxy(plan));
    }
    if (plan.statusPort() != 0) {
      container.withReadinessProbe(ProxyProbes.readiness(plan));
      ProxyProbes.startup(plan).ifPresent(container::withStartupProbe);
    }
    if (plan.nativeSidecar()) {
      container.withRestartPolicy("Always");
    }
    hooks(plan, container);
    return container.build();
  }

  private static void hooks(ProxyPlan plan, ContainerBuilder container) {
    LifecycleBuilder hooks = new LifecycleBuilder();
    ProxyHooks.drain(plan)
        .ifPresent(page -> hooks.withPreStop(ProxyHooks.asking(page, plan.statusPort())));
    if (plan.kind() == ProxyKind.SIDECAR && holdsApplication(plan)) {
      hooks.withPostStart(ProxyHooks.wait(plan));
    }
    if (hooks.hasPreStop() || hooks.hasPostStart()) {
      container.withLifecycle(hooks.build());
    }
  }

  /**
   * Whether it must hold back the containers after it by a hook. Unlike Istio's the default is yes:
   * without it an application's first calls fail.
   */
  static boolean holdsApplication(ProxyPlan plan) {
    return !plan.nativeSidecar()
        && plan.settings()
            .holdApplication()
            .or(() -> plan.values().global().proxy().holdApplicationUntilProxyStarts())
            .orElse(true);
  }

  private static List<String> arguments(ProxyPlan plan, Optional<KubeletPages> kubelet) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--config-yaml");
    arguments.add(ProxyBootstrap.argument(plan, kubelet));
    // One configuration for the life of the container: nothing to hand over, nothing in /dev/shm.
    arguments.add("--disable-hot-restart");
    arguments.add("--drain-strategy");
    arguments.add("immediate");
    arguments.add("--drain-time-s");
    arguments.add(String.valueOf(plan.settings().drainDuration().toSeconds()));
    concurrency(plan)
        .ifPresent(
            workers -> {
              arguments.add("--concurrency");
              arguments.add(workers);
            });
    plan.settings()
        .fileFlush()
        .interval()
        .ifPresent(
            interval -> {
              arguments.add("--file-flush-interval-msec");
              arguments.add(String.valueOf(interval.toMillis()));
            });
    plan.settings()
        .fileFlush()
        .minSizeKb()
        .ifPresent(
            size -> {
              arguments.add("--file-flush-min-size-kb");
              arguments.add(size.toString());
            });
    arguments.add("--log-level");
    arguments.add(
        plan.annotations()
            .logLevel(Annotations.LOG_LEVEL)
            .orElse(plan.values().global().proxy().logLevel()));
    String components =
        plan.annotations()
            .word(Annotations.COMPONENT_LOG_LEVEL, Texts.Check.LOG_LEVELS)
            .orElse(plan.values().global().proxy().componentLogLevel());
    if (!components.isEmpty()) {
      arguments.add("--component-log-level");
      arguments.add(KubeletVariables.argument(components));
    }
    return arguments;
  }

  /** Empty: Envoy's own choice, a worker for each CPU of the node. */
  private static Optional<String> concurrency(ProxyPlan plan) {
    return switch (plan.settings().concurrency().orElse(-1)) {
      case 0 -> Optional.empty();
      case -1 -> Optional.of("$(" + CPU_LIMIT + ")");
      case Integer workers -> Optional.of(workers.toString());
    };
  }

  private static List<EnvVar> environment(ProxyPlan plan) {
    List<EnvVar> environment = new ArrayList<>(KubeletVariables.all());
    environment.add(
        new EnvVarBuilder()
            .withName(CPU_LIMIT)
            .withNewValueFrom()
            .withNewResourceFieldRef()
            .withResource("limits.cpu")
            .endResourceFieldRef()
            .endValueFrom()
            .build());
    plan.settings()
        .metadata()
        .forEach(
            (name, value) ->
                environment.add(
                    new EnvVarBuilder()
                        .withName(name)
                        .withValue(value.replace("$", "$$"))
                        .build()));
    return environment;
  }
}

package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.meltemi.translator.bootstrap.KubeletPages;
import io.meltemi.translator.bootstrap.KubeletPages.AppMetrics;
import io.meltemi.translator.bootstrap.KubeletPages.ProbePage;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes down what a {@link ProxyPlan} decides: a new pod, the old one stays as it was. */
final class PodAssembly {

  private final ProxyPlan plan;
  private final Pod pod;
  private final PodSpec spec;
  private final Map<String, String> annotations;

  private PodAssembly(ProxyPlan plan) {
    this.plan = plan;
    this.pod = new PodBuilder(plan.pod()).build();
    this.spec = pod.getSpec();
    this.annotations = new TreeMap<>(InjectionPolicy.annotations(plan.pod()));
  }

  static Pod of(ProxyPlan plan) {
    return new PodAssembly(plan).assemble();
  }

  private Pod assemble() {
    Optional<AppMetrics> metrics = mergesMetrics() ? scraped() : Optional.empty();
    Optional<Container> user = takeUsersOwn();
    ImmutableList<ProbePage> probes =
        rewritesProbes() ? AppProbes.rewrite(pod, plan.statusPort()) : ImmutableList.of();
    Container injected = ProxyContainer.of(plan, kubelet(probes, metrics));
    Container proxy = user.map(it -> ContainerMerge.over(injected, it)).orElse(injected);
    List<Container> init =
        plan.needsInit() ? List.of(InterceptionContainer.of(plan, uid(proxy))) : List.of();
    place(proxy, init);
    List<Volume> volumes = ProxyVolumes.volumes(plan);
    volumes.forEach(this::addVolume);
    plan.values().global().imagePullSecrets().forEach(this::addPullSecret);
    annotate(init, volumes);
    pod.getMetadata().setLabels(new TreeMap<>(plan.labels()));
    pod.getMetadata().setAnnotations(annotations);
    return pod;
  }

  private boolean mergesMetrics() {
    return plan.statusPort() != 0
        && plan.annotations()
            .flag(Annotations.MERGE_METRICS)
            .or(() -> plan.inputs().mesh().enablePrometheusMerge())
            .orElse(true);
  }

  private Optional<AppMetrics> scraped() {
    return ScrapeAnnotations.merge(annotations, plan.statusPort());
  }

  private boolean rewritesProbes() {
    return plan.statusPort() != 0
        && plan.annotations()
            .flag(Annotations.REWRITE_PROBES)
            .orElse(plan.values().sidecarInjectorWebhook().rewriteAppHTTPProbe());
  }

  private Optional<KubeletPages> kubelet(
      ImmutableList<ProbePage> probes, Optional<AppMetrics> metrics) {
    return plan.statusPort() == 0
        ? Optional.empty()
        : Optional.of(
            new KubeletPages(
                ProxyBootstrap.listeners(plan.wildcards(), ImmutableList.of(plan.statusPort())),
                plan.intercepts(),
                probes,
                metrics,
                ProxyHooks.drain(plan)));
  }

  /** A container of the proxy's name says what is to be different about the injected one. */
  private Optional<Container> takeUsersOwn() {
    Optional<Container> own =
        Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
            .filter(PodAssembly::isProxy)
            .findFirst();
    spec.setContainers(without(spec.getContainers()));
    spec.setInitContainers(without(spec.getInitContainers()));
    return own;
  }

  private static List<Container> without(List<Container> containers) {
    List<Container> others = new ArrayList<>(containers);
    others.removeIf(PodAssembly::isProxy);
    return others;
  }

  private static boolean isProxy(Container container) {
    return container.getName().equals(Names.PROXY);
  }

  /** Whose connections the rules let pass: the proxy's, as whom it is run in the end. */
  private static long uid(Container proxy) {
    SecurityContext context = proxy.getSecurityContext();
    Long user = context == null ? null : context.getRunAsUser();
    return user == null || user == 0 ? Names.PROXY_ID : user;
  }

  /**
   * A native sidecar is there before all other init containers, which so are in the mesh. Any other
   * comes after them, so the rules that would send them to it must be made last.
   */
  private void place(Container proxy, List<Container> init) {
    List<Container> inits = new ArrayList<>(spec.getInitContainers());
    inits.removeIf(it -> it.getName().equals(Names.INIT));
    List<Container> containers = new ArrayList<>(spec.getContainers());
    if (plan.nativeSidecar()) {
      inits.addFirst(proxy);
      inits.addAll(0, init);
    } else {
      inits.addAll(init);
      containers.add(ProxyContainer.holdsApplication(plan) ? 0 : containers.size(), proxy);
    }
    spec.setInitContainers(inits);
    spec.setContainers(containers);
  }

  private void addVolume(Volume volume) {
    List<Volume> volumes = new ArrayList<>(spec.getVolumes());
    volumes.removeIf(it -> it.getName().equals(volume.getName()));
    volumes.add(volume);
    spec.setVolumes(volumes);
  }

  private void addPullSecret(String name) {
    List<LocalObjectReference> secrets = new ArrayList<>(spec.getImagePullSecrets());
    if (secrets.stream().noneMatch(it -> name.equals(it.getName()))) {
      secrets.add(new LocalObjectReference(name));
    }
    spec.setImagePullSecrets(secrets);
  }

  private void annotate(List<Container> init, List<Volume> volumes) {
    List<String> initNames = new ArrayList<>(init.stream().map(Container::getName).toList());
    if (plan.nativeSidecar()) {
      initNames.add(Names.PROXY);
    }
    annotations.put(Annotations.ROOT_SECRET, ProxyBootstrap.rootSecret());
    if (plan.kind() == ProxyKind.SIDECAR) {
      annotations.put(Annotations.REVISION, plan.values().revisionName());
      if (plan.values().pilot().cniEnabled()) {
        annotations.put(Annotations.INTERCEPTION_MODE, plan.mode().name());
        annotations.putAll(Interception.of(plan).annotations());
      }
    }
    spec.getContainers().stream()
        .filter(it -> !isProxy(it))
        .findFirst()
        .ifPresent(
            first -> {
              annotations.putIfAbsent(Annotations.DEFAULT_LOGS_CONTAINER, first.getName());
              annotations.putIfAbsent(Annotations.DEFAULT_CONTAINER, first.getName());
            });
    annotations.putAll(plan.values().sidecarInjectorWebhook().injectedAnnotations());
    annotations.put(
        Annotations.STATUS,
        InjectionStatus.of(
            initNames,
            plan.nativeSidecar() ? List.of() : List.of(Names.PROXY),
            volumes.stream().map(Volume::getName).toList(),
            plan.values().global().imagePullSecrets(),
            plan.values().revisionName()));
  }
}

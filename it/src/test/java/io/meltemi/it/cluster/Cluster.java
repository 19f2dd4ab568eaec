package io.meltemi.it.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.meltemi.it.Await;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cluster that KUBECONFIG names; every namespace that a test makes in it is the test's to
 * remove.
 */
final class Cluster {

  /** For pods to start, on two busy cores. */
  static final Duration PODS = Duration.ofMinutes(2);

  private static final Cluster CLUSTER = new Cluster(required("KUBECONFIG"));

  private final KubernetesClient api;
  private final Program kubectl;
  private final Program helm;
  private final Program istioctl;

  private Cluster(String kubeconfig) {
    this.api =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(kubeconfig)))
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
    this.kubectl = new Program("kubectl", List.of("--kubeconfig", kubeconfig));
    this.helm = new Program("helm", List.of("--kubeconfig", kubeconfig));
    this.istioctl = new Program("istioctl", List.of("--kubeconfig", kubeconfig));
  }

  static Cluster get() {
    return CLUSTER;
  }

  private static String required(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(variable + " is not set: make e2e runs these tests");
    }
    return value;
  }

  KubernetesClient api() {
    return api;
  }

  String kubectl(String... arguments) {
    return kubectl.run(arguments);
  }

  String helm(String... arguments) {
    return helm.run(arguments);
  }

  /** Istio's own. */
  String istioctl(String... arguments) {
    return istioctl.run(arguments);
  }

  /** With what it said beside its output, where some commands give their verdict. */
  String istioctlVerdict(String... arguments) {
    return istioctl.runForAll(arguments);
  }

  /** Applies YAML; what it is refused with, if it is. */
  Program.Result tryApply(String namespace, String yaml) {
    return kubectl.runAndLook(yaml, "apply", "--namespace", namespace, "--filename", "-");
  }

  void apply(String namespace, String yaml) {
    kubectlReading(yaml, "apply", "--namespace", namespace, "--filename", "-");
  }

  /** What it is given on its standard input. */
  void kubectlReading(String input, String... arguments) {
    Program.Result result = kubectl.runAndLook(input, arguments);
    if (result.status() != 0) {
      throw new AssertionError(result.errors());
    }
  }

  /** Those that are not about to end. */
  List<Pod> pods(String namespace) {
    return api.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Those of an app: of the label {@code app}. */
  List<Pod> pods(String namespace, String app) {
    return pods(namespace).stream()
        .filter(pod -> app.equals(pod.getMetadata().getLabels().get("app")))
        .toList();
  }

  /** Waits until there are all pods and all their containers are ready. */
  void awaitReady(String namespace, Duration patience) throws Exception {
    try {
      Await.until(
          "pods are ready", patience, () -> areMade(namespace) && allReady(pods(namespace)));
    } catch (AssertionError e) {
      throw new AssertionError(state(namespace), e);
    }
  }

  /** The pods of a Deployment come a moment after it. */
  private boolean areMade(String namespace) {
    return api.apps().deployments().inNamespace(namespace).list().getItems().stream()
        .allMatch(made -> made.getSpec().getReplicas().equals(made.getStatus().getReplicas()));
  }

  static boolean allReady(List<Pod> pods) {
    return !pods.isEmpty() && pods.stream().allMatch(Cluster::isReady);
  }

  /** As the column READY of kubectl counts: containers, and init containers that go on running. */
  static boolean isReady(Pod pod) {
    return containers(pod).count() == sidecarsAndApps(pod)
        && containers(pod).allMatch(ContainerStatus::getReady);
  }

  private static long sidecarsAndApps(Pod pod) {
    return (long) pod.getSpec().getContainers().size() + sidecars(pod).size();
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    List<String> sidecars = sidecars(pod);
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream()
            .filter(status -> sidecars.contains(status.getName())),
        pod.getStatus().getContainerStatuses().stream());
  }

  /** The names of the native sidecars. */
  static List<String> sidecars(Pod pod) {
    return pod.getSpec().getInitContainers().stream()
        .filter(container -> "Always".equals(container.getRestartPolicy()))
        .map(container -> container.getName())
        .toList();
  }

  /** How often containers of a namespace have been started again. */
  int restarts(String namespace) {
    return pods(namespace).stream()
        .flatMap(Cluster::containers)
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  String logs(String namespace, String pod, String container) {
    return kubectl.run("logs", "--namespace", namespace, pod, "--container", container);
  }

  /** Runs a command in a container, whatever comes of it. */
  Program.Result exec(String namespace, String pod, String container, String... command) {
    return kubectl.runAndLook("", exec(namespace, pod, container, List.of(), command));
  }

  /** Starts a command in a container; it reads what is written to the process. */
  Process startExec(String namespace, String pod, String container, String... command) {
    return kubectl.start(exec(namespace, pod, container, List.of("--stdin"), command));
  }

  private static String[] exec(
      String namespace, String pod, String container, List<String> flags, String... command) {
    List<String> arguments =
        new ArrayList<>(List.of("exec", "--namespace", namespace, pod, "--container", container));
    arguments.addAll(flags);
    arguments.add("--");
    arguments.addAll(List.of(command));
    return arguments.toArray(String[]::new);
  }

  /** For the message of a failure: what kubectl shows of it, and the last lines of its logs. */
  String state(String namespace) {
    String logs =
        pods(namespace).stream()
            .filter(pod -> !isReady(pod))
            .limit(2)
            .map(
                pod ->
                    kubectl
                        .runAndLook(
                            "",
                            "logs",
                            "--namespace=" + namespace,
                            pod.getMetadata().getName(),
                            "--all-containers",
                            "--tail=15",
                            "--prefix")
                        .output())
            .collect(Collectors.joining("\n"));
    return kubectl.run("get", "pods,events", "--namespace", namespace, "--output", "wide")
        + "\n"
        + logs;
  }
}

package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.meltemi.translator.bootstrap.KubeletPages.ProbePage;
import io.meltemi.translator.bootstrap.ProbeTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the probes of a pod's applications to its proxy's port for the kubelet, where Envoy asks
 * the application: a kubelet has no certificate, so it would be refused where mutual TLS is strict.
 * Probes by exec, and those of another host, stay as they are.
 */
final class AppProbes {

  private static final int DEFAULT_TIMEOUT_SECONDS = 1;
  private static final int DEFAULT_PERIOD_SECONDS = 10;

  /** Checks that nobody waits for need not be more frequent. */
  private static final int MOST_SECONDS_BETWEEN = 5;

  private final int port;
  private final ImmutableList.Builder<ProbePage> pages = ImmutableList.builder();

  private AppProbes(int port) {
    this.port = port;
  }

  /**
   * Changes the pod.
   *
   * @param port of the proxy for the kubelet
   * @return what the proxy is to answer there
   */
  static ImmutableList<ProbePage> rewrite(Pod pod, int port) {
    AppProbes probes = new AppProbes(port);
    Stream.concat(
            pod.getSpec().getContainers().stream(),
            // Of init containers only those that go on are probed.
            pod.getSpec().getInitContainers().stream()
                .filter(it -> "Always".equals(it.getRestartPolicy())))
        .filter(container -> !container.getName().equals(Names.PROXY))
        .forEach(probes::rewrite);
    return probes.pages.build();
  }

  private void rewrite(Container container) {
    String path = "/app-health/" + container.getName() + "/";
    rewrite(container, container.getStartupProbe(), path + "startupz");
    rewrite(container, container.getLivenessProbe(), path + "livez");
    rewrite(container, container.getReadinessProbe(), path + "readyz");
    if (container.getLifecycle() != null) {
      String hook = "/app-lifecycle/" + container.getName() + "/";
      rewrite(container, container.getLifecycle().getPostStart(), hook + "poststartz");
      rewrite(container, container.getLifecycle().getPreStop(), hook + "prestopz");
    }
  }

  private void rewrite(Container container, @Nullable Probe probe, String path) {
    if (probe == null) {
      return;
    }
    Duration timeout = seconds(probe.getTimeoutSeconds(), DEFAULT_TIMEOUT_SECONDS);
    if (probe.getHttpGet() != null) {
      http(container, probe.getHttpGet(), timeout)
          .ifPresent(target -> probe.setHttpGet(answering(probe.getHttpGet(), path, target)));
    } else if (probe.getTcpSocket() != null) {
      tcp(container, probe.getTcpSocket(), timeout, between(probe))
          .ifPresent(
              target -> {
                probe.setTcpSocket(null);
                probe.setHttpGet(answering(new HTTPGetAction(), path, target));
              });
    } else if (probe.getGrpc() != null) {
      ProbeTarget target = grpc(probe.getGrpc(), timeout, between(probe));
      probe.setGrpc(null);
      probe.setHttpGet(answering(new HTTPGetAction(), path, target));
    }
  }

  private void rewrite(Container container, @Nullable LifecycleHandler hook, String path) {
    if (hook != null && hook.getHttpGet() != null) {
      // A kubelet gives a hook as long as the pod's end may take.
      http(container, hook.getHttpGet(), Duration.ofMinutes(10))
          .ifPresent(target -> hook.setHttpGet(answering(hook.getHttpGet(), path, target)));
    }
  }

  private HTTPGetAction answering(HTTPGetAction probe, String path, ProbeTarget target) {
    pages.add(new ProbePage(path, target));
    return new HTTPGetActionBuilder(probe)
        .withPath(path)
        .withPort(new IntOrString(port))
        .withScheme("HTTP")
        .build();
  }

  private Optional<ProbeTarget> http(Container container, HTTPGetAction probe, Duration timeout) {
    String path = probe.getPath() == null ? "" : probe.getPath();
    boolean tls = "HTTPS".equals(probe.getScheme());
    return isElsewhere(probe.getHost())
        ? Optional.empty()
        : port(container, probe.getPort())
            .map(
                to ->
                    new ProbeTarget.Http(
                        address(), to, timeout, tls, path.startsWith("/") ? path : "/" + path));
  }

  private Optional<ProbeTarget> tcp(
      Container container, TCPSocketAction probe, Duration timeout, Duration every) {
    return isElsewhere(probe.getHost())
        ? Optional.empty()
        : port(container, probe.getPort())
            .map(to -> new ProbeTarget.Tcp(address(), to, timeout, every));
  }

  private static ProbeTarget grpc(GRPCAction probe, Duration timeout, Duration every) {
    String service = probe.getService() == null ? "" : probe.getService();
    return new ProbeTarget.Grpc(address(), probe.getPort(), timeout, every, service);
  }

  /** The pod's own address, as the kubelet asks: an application may listen on that alone. */
  private static String address() {
    return KubeletVariables.INSTANCE_IP.placeholder();
  }

  private static boolean isElsewhere(@Nullable String host) {
    return host != null && !host.isEmpty();
  }

  /** Empty for one that the proxy answers already, and for a name that no port has. */
  private Optional<Integer> port(Container container, IntOrString wanted) {
    Optional<Integer> found =
        wanted.getStrVal() == null
            ? Optional.ofNullable(wanted.getIntVal())
            : Texts.number(wanted.getStrVal())
                .or(
                    () ->
                        container.getPorts().stream()
                            .filter(it -> wanted.getStrVal().equals(it.getName()))
                            .map(ContainerPort::getContainerPort)
                            .findFirst());
    return found.filter(number -> number != port);
  }

  private static Duration seconds(@Nullable Integer said, int otherwise) {
    return Duration.ofSeconds(said == null || said <= 0 ? otherwise : said);
  }

  /** Twice as often as the kubelet asks. */
  private static Duration between(Probe probe) {
    long period = seconds(probe.getPeriodSeconds(), DEFAULT_PERIOD_SECONDS).toSeconds();
    return Duration.ofSeconds(Math.clamp(period / 2, 1, MOST_SECONDS_BETWEEN));
  }
}

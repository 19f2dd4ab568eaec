package io.meltemi.istiod.cli;

import com.google.common.base.Throwables;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.ca.authority.Rotation;
import io.meltemi.ca.authority.RotationRequest;
import io.meltemi.istiod.kube.KubeClients;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.identity.KubeRotation;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster's root is to change, and how its istiods are asked. */
final class ClusterFlags {

  private static final String DEFAULT_NAMESPACE = "istio-system";

  private static final Duration LOOK = Duration.ofMillis(200);

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "the cluster of that file (default: kubectl's)")
  private @Nullable Path kubeconfig;

  @Option(
      names = {"-i", "--istioNamespace"},
      paramLabel = "NAMESPACE",
      description = "where the cluster's istiod is (default: " + DEFAULT_NAMESPACE + ")")
  private String istioNamespace = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "how long to wait for the cluster's istiod to obey (default: ${DEFAULT-VALUE})")
  private String timeout = "";

  boolean isSaid() {
    return kubeconfig != null || !istioNamespace.isEmpty();
  }

  /** Asks, waits until the istiod that leads has done it, and says how it is then. */
  String ask(RotationRequest request) {
    Duration patience = Flags.duration("--timeout", timeout);
    String namespace = istioNamespace.isEmpty() ? DEFAULT_NAMESPACE : istioNamespace;
    KubeSettings settings =
        KubeSettings.of(Optional.ofNullable(kubeconfig), Map.of()).withNamespace(namespace);
    try (KubernetesClient client = KubeClients.connect(settings)) {
      KubeRotation rotation = new KubeRotation(client, namespace);
      try {
        checkThatItMakesSense(request, rotation, namespace);
        rotation.leave(request);
        return outcome(request, rotation, patience);
      } catch (KubernetesClientException e) {
        throw refused(rotation, e);
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static void checkThatItMakesSense(
      RotationRequest request, KubeRotation rotation, String namespace) {
    if (rotation.isPluggedIn()) {
      throw new CommandFailure(
          "The CA of "
              + namespace
              + " is plugged in by the Secret cacerts: its root changes when that Secret does.");
    }
    if (!rotation.hasRoot()) {
      throw new CommandFailure(
          "There is no root in " + rotation.place() + ": say where istiod is (--istioNamespace).");
    }
    Optional<Rotation> now = rotation.underWay();
    if (request == RotationRequest.BEGIN && now.isPresent()) {
      throw new CommandFailure("A rotation is under way already: " + said(now.get()));
    }
    if (request != RotationRequest.BEGIN && now.isEmpty()) {
      throw new CommandFailure("No rotation is under way in " + rotation.place() + ".");
    }
  }

  private static String outcome(RotationRequest request, KubeRotation rotation, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    Optional<Rotation> now = rotation.underWay();
    while (!isDone(request, now)) {
      if (System.nanoTime() > end) {
        throw new CommandFailure(
            "The request is in "
                + rotation.place()
                + ", but no istiod has taken it within "
                + patience.toSeconds()
                + " s. It is taken when one leads (see the Lease istiod-leader).");
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new CommandFailure("The request is left; nobody waits for what becomes of it.");
      }
      now = rotation.underWay();
    }
    return now.map(ClusterFlags::said).orElse("The rotation has come to its end.");
  }

  /** One that is not under way any more has been resumed, and has ended. */
  private static boolean isDone(RotationRequest request, Optional<Rotation> now) {
    return switch (request) {
      case BEGIN -> now.isPresent();
      case PAUSE -> now.map(Rotation::paused).orElse(true);
      case RESUME -> !now.map(Rotation::paused).orElse(false);
    };
  }

  private static String said(Rotation rotation) {
    String how =
        switch (rotation.stage()) {
          case AWAIT_ACKS ->
              "both roots are published; "
                  + rotation.incoming()
                  + " signs when all proxies trust it";
          case AWAIT_OLD_CERTIFICATES ->
              rotation.incoming()
                  + " signs; "
                  + rotation.outgoing()
                  + " is trusted until all it has signed has ended"
                  + rotation.retireAt().map(end -> ", at " + end).orElse("");
        };
    return how + (rotation.paused() ? "; paused." : ".");
  }

  private static CommandFailure refused(KubeRotation rotation, KubernetesClientException e) {
    if (e.getStatus() == null) {
      return new CommandFailure(
          "Nobody answers for " + rotation.place() + ": " + Throwables.getRootCause(e));
    }
    boolean forbidden =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
    return new CommandFailure(
        (forbidden ? "You may not get and patch " : "Nothing can be asked of ")
            + rotation.place()
            + ". The API server says: "
            + e.getStatus().getMessage());
  }
}

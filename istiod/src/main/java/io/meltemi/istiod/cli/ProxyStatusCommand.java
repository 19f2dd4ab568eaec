package io.meltemi.istiod.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.meltemi.istiod.kube.KubeClients;
import io.meltemi.istiod.kube.KubeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code istiod proxy-status}: the table of {@code istioctl proxy-status}, without istioctl. */
@Command(
    name = "proxy-status",
    aliases = "ps",
    description = {
      "Lists the connected proxies and how far each is with every type of configuration, of all",
      "istiods of a cluster or of the one at --address. What a proxy refuses is said below."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod proxy-status                              of the istiod on this machine",
      "  istiod proxy-status --kubeconfig ~/.kube/config  of all istiods of a cluster",
      "  istiod proxy-status --namespace default"
    })
final class ProxyStatusCommand implements Runnable {

  private static final String SYNC_STATUS = "/debug/syncz";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      defaultValue = MonitoringPage.DEFAULT_ADDRESS,
      description = "istiod's monitoring port (default: ${DEFAULT-VALUE})")
  private String address = "";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "ask every istiod of a cluster instead, through its API server")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--istioNamespace",
      paramLabel = "NAMESPACE",
      defaultValue = "istio-system",
      description = "where istiod is (default: ${DEFAULT-VALUE})")
  private String istioNamespace = "";

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "istiods of this revision only")
  private String revision = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "proxies of this namespace only")
  private String namespace = "";

  @Override
  public void run() {
    SyncTable table = new SyncTable(Clock.systemUTC().instant());
    if (kubeconfig == null) {
      HostAndPort asked = Flags.hostAndPort("--address", address);
      take(table, asked.toString(), asked);
    } else {
      ofCluster(table, kubeconfig);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(table.print());
    out.flush();
  }

  private void take(SyncTable table, String istiod, HostAndPort at) {
    String query = namespace.isEmpty() ? "" : "?namespace=" + namespace;
    try {
      table.add(istiod, MonitoringPage.get(at, SYNC_STATUS + query));
    } catch (JsonProcessingException e) {
      throw new CommandFailure(istiod + " says what is no JSON: " + e.getOriginalMessage());
    }
  }

  private void ofCluster(SyncTable table, Path file) {
    KubeSettings settings = KubeSettings.of(Optional.of(file), Map.of());
    try (KubernetesClient client = KubeClients.connect(settings)) {
      ImmutableList<Pod> istiods = istiods(client);
      if (istiods.isEmpty()) {
        throw new CommandFailure("no istiod runs in namespace " + istioNamespace);
      }
      for (Pod istiod : istiods) {
        String name = istiod.getMetadata().getName();
        try (LocalPortForward port =
            client.pods().resource(istiod).portForward(MonitoringPage.PORT)) {
          take(table, name, HostAndPort.fromParts("127.0.0.1", port.getLocalPort()));
        }
      }
    } catch (IllegalArgumentException | KubernetesClientException | IOException e) {
      throw new CommandFailure("the cluster cannot be asked: " + e.getMessage());
    }
  }

  private ImmutableList<Pod> istiods(KubernetesClient client) {
    Map<String, String> labels =
        revision.isEmpty()
            ? Map.of("app", "istiod")
            : Map.of("app", "istiod", "istio.io/rev", revision);
    return client.pods().inNamespace(istioNamespace).withLabels(labels).list().getItems().stream()
        .filter(pod -> pod.getStatus().getPhase().equals("Running"))
        .collect(ImmutableList.toImmutableList());
  }
}

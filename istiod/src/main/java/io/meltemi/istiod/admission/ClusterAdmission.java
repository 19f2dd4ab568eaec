package io.meltemi.istiod.admission;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.values.InjectionValues;
import java.util.Map;
import java.util.function.Supplier;

/** What of admission is the cluster's: the values, its abilities, its webhook configurations. */
public final class ClusterAdmission implements AutoCloseable {

  private final CurrentValues values = new CurrentValues(InjectionValues.DEFAULT);
  private final ValuesFollower follower;
  private final Reflector reflector;
  private final ClusterLook look;
  private final WebhookKeeper keeper;

  /** {@code roots}: PEM of what istiod's own certificate is verified with. */
  public ClusterAdmission(
      KubernetesClient client,
      KubeApi api,
      KubeSettings settings,
      AdmissionConfig config,
      Map<String, String> environment,
      String version,
      Supplier<String> roots) {
    follower = new ValuesFollower(settings, values);
    reflector = follower.reflector(api);
    look = new ClusterLook(client, environment, version);
    keeper = new WebhookKeeper(new WebhookConfigurations(client, settings, config), roots);
  }

  public CurrentValues values() {
    return values;
  }

  public ClusterFacts facts() {
    return look.facts();
  }

  public boolean isSynced() {
    return follower.isSynced();
  }

  public void start() {
    reflector.start();
    look.start();
    keeper.start();
  }

  /** The roots may have changed. */
  public void rootsChanged() {
    keeper.look();
  }

  @Override
  public void close() {
    keeper.close();
    look.close();
    reflector.close();
  }
}

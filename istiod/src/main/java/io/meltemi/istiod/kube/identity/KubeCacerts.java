package io.meltemi.istiod.kube.identity;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.ca.authority.CacertsEntries;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.SecretFollower;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CA that is plugged in by Istio's Secret {@code cacerts}, followed. */
public final class KubeCacerts implements CacertsEntries, AutoCloseable {

  public static final String SECRET = "cacerts";

  private final SecretFollower follower = new SecretFollower();
  private final Reflector reflector;
  private volatile Map<String, String> last;

  private KubeCacerts(KubeApi api, KubeSettings settings, Map<String, String> first) {
    this.last = first;
    this.reflector = follower.reflector(api, settings.namespace(), SECRET);
  }

  /** Asks whether there is one. */
  public static Optional<KubeCacerts> find(
      KubernetesClient client, KubeApi api, KubeSettings settings) {
    @Nullable Secret secret =
        client.secrets().inNamespace(settings.namespace()).withName(SECRET).get();
    if (secret == null || secret.getData() == null) {
      return Optional.empty();
    }
    Map<String, String> first = new HashMap<>();
    secret
        .getData()
        .forEach(
            (name, base64) ->
                first.put(
                    name, new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)));
    return Optional.of(new KubeCacerts(api, settings, first));
  }

  public void start() {
    reflector.start();
  }

  /** A Secret that is deleted is no CA: what it said last holds. */
  @Override
  public Optional<String> entry(String name) {
    follower.current().ifPresent(entries -> last = entries.texts());
    return Optional.ofNullable(last.get(name));
  }

  @Override
  public void close() {
    reflector.close();
  }
}

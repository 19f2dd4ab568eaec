package io.meltemi.istiod.kube.identity;

import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.ca.authority.RootVault;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Leadership;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.SecretFollower;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The root of a CA that signs itself in Istio's Secret {@code istio-ca-secret}. */
public final class KubeRootVault implements RootVault, AutoCloseable {

  public static final String SECRET = "istio-ca-secret";

  private static final String TYPE = "istio.io/ca-root";

  private final KubernetesClient client;
  private final String namespace;
  private final Leadership leadership;
  private final SecretFollower follower = new SecretFollower();
  private final Reflector reflector;

  public KubeRootVault(
      KubernetesClient client, KubeApi api, KubeSettings settings, Leadership leadership) {
    this.client = client;
    this.namespace = settings.namespace();
    this.leadership = leadership;
    this.reflector = follower.reflector(api, namespace, SECRET);
  }

  public void start() {
    reflector.start();
  }

  @Override
  public Optional<Kept> read() {
    reflector.check();
    return follower.current().map(entries -> new Kept(entries.texts(), entries.version()));
  }

  @Override
  public Optional<Kept> readNewest() throws IOException {
    try {
      @Nullable Secret secret = client.secrets().inNamespace(namespace).withName(SECRET).get();
      return Optional.ofNullable(secret).map(KubeRootVault::kept);
    } catch (KubernetesClientException e) {
      throw failure("read", e);
    }
  }

  private static Kept kept(Secret secret) {
    Map<String, String> texts = new TreeMap<>();
    if (secret.getData() != null) {
      secret
          .getData()
          .forEach(
              (name, base64) ->
                  texts.put(
                      name,
                      new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)));
    }
    return new Kept(ImmutableSortedMap.copyOf(texts), secret.getMetadata().getResourceVersion());
  }

  @Override
  public Optional<String> write(
      ImmutableSortedMap<String, String> entries, Optional<String> instead) throws IOException {
    Map<String, String> data = new TreeMap<>();
    entries.forEach(
        (name, text) ->
            data.put(
                name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    SecretBuilder secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(SECRET)
            .endMetadata()
            .withType(TYPE)
            .withData(data);
    try {
      Secret written =
          instead.isEmpty()
              ? client.resource(secret.build()).create()
              : client
                  .resource(
                      secret
                          .editMetadata()
                          .withResourceVersion(instead.get())
                          .endMetadata()
                          .build())
                  .update();
      return Optional.of(written.getMetadata().getResourceVersion());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw failure("written", e);
    }
  }

  /** Without the client's message, which may quote what it has sent. */
  private IOException failure(String what, KubernetesClientException e) {
    return new IOException(
        "The Secret "
            + namespace
            + "/"
            + SECRET
            + " cannot be "
            + what
            + ": status "
            + e.getCode());
  }

  @Override
  public boolean leads() {
    return leadership.leads();
  }

  @Override
  public void close() {
    reflector.close();
  }
}

package io.meltemi.istiod.kube.identity;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.meltemi.ca.authority.Rotation;
import io.meltemi.ca.authority.RotationRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rotation of the root in a cluster, for whoever operates it: a request is an entry of the
 * Secret of the root, which the leading istiod takes out. Who may write there could replace the
 * root as well, so nothing else has to be proved.
 *
 * <p>Its methods throw what the client throws when the API server does not answer, or with no.
 */
public final class KubeRotation {

  private static final String INDEX = "roots";

  private final KubernetesClient client;
  private final String namespace;

  public KubeRotation(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Where the root is, or would be. */
  public String place() {
    return "the Secret " + namespace + "/" + KubeRootVault.SECRET + " of " + client.getMasterUrl();
  }

  /** Whether the CA is given to istiod, which makes no root of its own then. */
  public boolean isPluggedIn() {
    return secret(KubeCacerts.SECRET) != null;
  }

  /** Whether an istiod keeps its root here. */
  public boolean hasRoot() {
    return secret(KubeRootVault.SECRET) != null;
  }

  public void leave(RotationRequest request) {
    String base64 =
        Base64.getEncoder().encodeToString(request.name().getBytes(StandardCharsets.US_ASCII));
    client
        .secrets()
        .inNamespace(namespace)
        .withName(KubeRootVault.SECRET)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"data\":{\"" + RotationRequest.ENTRY + "\":\"" + base64 + "\"}}");
  }

  /** What is under way. */
  public Optional<Rotation> underWay() {
    @Nullable Secret secret = secret(KubeRootVault.SECRET);
    return Optional.ofNullable(secret)
        .map(Secret::getData)
        .flatMap(KubeRotation::index)
        .flatMap(Rotation::in);
  }

  /** There is none where Istio has made the root and no istiod of ours has written yet. */
  private static Optional<String> index(Map<String, String> data) {
    return Optional.ofNullable(data.get(INDEX))
        .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII));
  }

  private @Nullable Secret secret(String name) {
    return client.secrets().inNamespace(namespace).withName(name).get();
  }
}

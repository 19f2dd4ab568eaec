package io.meltemi.istiod.kube;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.KubeSecret;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one Secret says now. */
public final class SecretFollower implements ObjectFollower {

  private volatile Optional<Entries> current = Optional.empty();
  private boolean isThere;

  /**
   * What a Secret says; prints as its version.
   *
   * @param version its resourceVersion
   */
  public record Entries(ImmutableSortedMap<String, String> texts, String version) {
    @Override
    public String toString() {
      return "Entries[" + version + "]";
    }
  }

  static Resource resource(String namespace, String name) {
    return Resource.of("", "v1", "secrets", "Secret", Keep.only("data", "type"))
        .withNamespace(namespace)
        .withFieldSelector("metadata.name=" + name);
  }

  /** A reflector that tells this. */
  public Reflector reflector(KubeApi api, String namespace, String name) {
    return new Reflector(
        api,
        ImmutableList.of(resource(namespace, name)),
        new SharedText(),
        ServedKinds.ALWAYS,
        this);
  }

  /** As far as is known; empty while there is no such Secret. */
  public Optional<Entries> current() {
    return current;
  }

  @Override
  public void listBegins() {
    isThere = false;
  }

  @Override
  public void listed(ApiObject object) {
    isThere = true;
    changed(object);
  }

  @Override
  public void listEnds() {
    if (!isThere) {
      current = Optional.empty();
    }
  }

  @Override
  public void changed(ApiObject object) {
    if (ConfigReader.read(Document.ofSource("", object.tree()))
            instanceof Decoded.Accepted<?> accepted
        && accepted.object().spec() instanceof KubeSecret secret) {
      Map<String, String> texts = new TreeMap<>();
      secret.data().forEach((name, bytes) -> texts.put(name, bytes.toStringUtf8()));
      current =
          Optional.of(new Entries(ImmutableSortedMap.copyOf(texts), object.resourceVersion()));
    }
  }

  @Override
  public void removed(ApiObject object) {
    current = Optional.empty();
  }
}

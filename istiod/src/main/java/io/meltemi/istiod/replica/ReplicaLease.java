package io.meltemi.istiod.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.Keep;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Resource;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an istiod's word is written in its Lease, which is named like its pod. */
final class ReplicaLease {

  static final String LABEL = "meltemi.io/replica";

  private static final String ROOTS = "meltemi.io/roots";
  private static final String BEHIND = "meltemi.io/proxies-without-roots";
  private static final String REFUSED = "meltemi.io/refused";

  /** All annotations of an object may have 256 KiB; these take a quarter of it at most. */
  private static final int MOST_REFUSED = 40;

  /** Longer than what a status says of it. */
  private static final int LONGEST_MESSAGE = 1200;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReplicaLease() {}

  /** The Leases of all istiods of a namespace, of any revision: they share a root and a leader. */
  static Resource all(KubeSettings settings) {
    return Resource.of(
            "coordination.k8s.io", "v1", "leases", "Lease", Keep.only("metadata.annotations"))
        .withNamespace(settings.namespace())
        .withLabelSelector(LABEL + "=true");
  }

  static Lease of(KubeSettings settings, ReplicaWord word, Duration life) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(settings.namespace())
        .withName(settings.podName())
        .addToLabels(LABEL, "true")
        .addToAnnotations(ROOTS, word.roots())
        .addToAnnotations(BEHIND, Integer.toString(word.behind()))
        .addToAnnotations(REFUSED, refused(word.refused()))
        .withOwnerReferences(owner(settings))
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(settings.podName())
        .withLeaseDurationSeconds((int) life.toSeconds())
        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  /** Kubernetes removes it with the pod: who is killed, or has no right any more, cannot. */
  private static ImmutableList<OwnerReference> owner(KubeSettings settings) {
    return settings.podUid().isEmpty()
        ? ImmutableList.of()
        : ImmutableList.of(
            new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(settings.podName())
                .withUid(settings.podUid())
                .build());
  }

  private static String refused(ImmutableList<Refused> all) {
    ArrayNode list = JSON.createArrayNode();
    all.stream()
        .limit(MOST_REFUSED)
        .forEach(
            each ->
                list.addObject()
                    .put("kind", each.object().kind().kind())
                    .put("namespace", each.object().namespace())
                    .put("name", each.object().name())
                    .put("generation", each.generation())
                    .put("message", shortened(each.message())));
    return list.toString();
  }

  private static String shortened(String message) {
    return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
  }

  /** What cannot be read says that no proxy trusts anything, and that none refuses anything. */
  static ReplicaWord word(ApiObject lease) {
    Mapping annotations =
        lease.tree().value("metadata") instanceof Mapping meta
                && meta.value("annotations") instanceof Mapping there
            ? there
            : ConfigTree.Mapping.EMPTY;
    @Nullable Integer behind = Ints.tryParse(annotations.text(BEHIND));
    return new ReplicaWord(
        annotations.text(ROOTS),
        behind == null ? Integer.MAX_VALUE : behind,
        refused(annotations.text(REFUSED)));
  }

  private static ImmutableList<Refused> refused(String text) {
    ImmutableList.Builder<Refused> all = ImmutableList.builder();
    try {
      for (JsonNode each : JSON.readTree(text)) {
        kind(each.path("kind").asText())
            .ifPresent(
                kind ->
                    all.add(
                        new Refused(
                            new ConfigKey(
                                kind, each.path("namespace").asText(), each.path("name").asText()),
                            each.path("generation").asLong(),
                            each.path("message").asText())));
      }
      return all.build();
    } catch (JsonProcessingException _) {
      return ImmutableList.of();
    }
  }

  private static Optional<ConfigKind> kind(String name) {
    return Stream.of(ConfigKind.values()).filter(kind -> kind.kind().equals(name)).findFirst();
  }
}

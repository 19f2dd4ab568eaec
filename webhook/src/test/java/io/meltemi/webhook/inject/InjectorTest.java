package io.meltemi.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.inject.InjectionInputs.IpFamilies;
import io.meltemi.webhook.values.InjectionValues;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InjectorTest {

  @Test
  void injectingTwiceChangesNothing() {
    Pod once = injected(pod(Map.of()));
    assertThat(Injector.inject(inputs(once))).isInstanceOf(Injection.Skipped.class);
  }

  @Test
  void thePodThatCameIsNotChanged() {
    Pod pod = pod(Map.of("sidecar.istio.io/logLevel", "debug"));
    Pod copy = new PodBuilder(pod).build();
    injected(pod);
    assertThat(pod).isEqualTo(copy);
  }

  @Test
  void theSamePodGivesTheSamePatch() {
    Pod pod = pod(Map.of());
    JsonNode first = PodPatch.between(pod, injected(pod));
    assertThat(first).isEqualTo(PodPatch.between(pod, injected(pod)));
    assertThat(first).isNotEmpty();
  }

  /** The pods of {@code istioctl kube-inject} do not even say that they are pods. */
  @Test
  void aPatchCopiesNothingFromElsewhereInThePod() {
    Pod pod = pod(Map.of());
    for (JsonNode operation : PodPatch.between(pod, injected(pod))) {
      assertThat(operation.path("op").asText()).isIn("add", "replace", "remove");
    }
  }

  @Test
  void whatTheApiServerKeepsForItselfIsNotPatched() {
    Pod pod = pod(Map.of());
    pod.getMetadata()
        .setManagedFields(
            ImmutableList.of(new io.fabric8.kubernetes.api.model.ManagedFieldsEntry()));
    assertThat(PodPatch.between(pod, injected(pod)).toString()).doesNotContain("managedFields");
  }

  /** An argument longer than the kernel's MAX_ARG_STRLEN would keep the container from starting. */
  @Test
  void theBootstrapOfAPodWithManyProbesFitsIntoAnArgument() {
    PodBuilder many = new PodBuilder(pod(Map.of()));
    for (int i = 0; i < 20; i++) {
      many.editSpec()
          .addNewContainer()
          .withName("container-with-a-long-name-" + i)
          .withNewLivenessProbe()
          .withNewTcpSocket()
          .withNewPort(9000 + i)
          .endTcpSocket()
          .endLivenessProbe()
          .withNewReadinessProbe()
          .withNewHttpGet()
          .withPath("/a/rather/long/path/of/a/probe")
          .withNewPort(9000 + i)
          .endHttpGet()
          .endReadinessProbe()
          .endContainer()
          .endSpec();
    }
    String bootstrap =
        injected(many.build()).getSpec().getInitContainers().stream()
            .filter(it -> it.getName().equals("istio-proxy"))
            .flatMap(it -> it.getArgs().stream())
            .max(java.util.Comparator.comparingInt(String::length))
            .orElseThrow();
    assertThat(bootstrap.length()).isLessThan(131_072 / 2);
  }

  private static Pod injected(Pod pod) {
    Injection injection = Injector.inject(inputs(pod));
    assertThat(injection).isInstanceOf(Injection.Injected.class);
    return ((Injection.Injected) injection).pod();
  }

  private static InjectionInputs inputs(Pod pod) {
    return new InjectionInputs(
        pod,
        "shop",
        InjectionValues.DEFAULT,
        MeshConfig.EMPTY,
        ImmutableList.of(),
        new ClusterFacts(true, IpFamilies.IPV4, "1"),
        ImmutableSortedMap.of(),
        "k");
  }

  private static Pod pod(Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web")
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("web")
        .endContainer()
        .endSpec()
        .build();
  }
}

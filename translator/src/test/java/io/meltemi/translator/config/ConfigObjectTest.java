package io.meltemi.translator.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConfigObjectTest {

  private static final ConfigKey KEY =
      new ConfigKey(ConfigKind.SERVICE_ACCOUNT, "default", "reviews");
  private static final KubeServiceAccount SPEC = new KubeServiceAccount(ImmutableList.of());

  @Test
  void anotherGenerationIsTheSameObject() {
    assertThat(ConfigObject.of(KEY, meta("v1", 1), SPEC))
        .isEqualTo(ConfigObject.of(KEY, meta("v1", 2), SPEC))
        .hasSameHashCodeAs(ConfigObject.of(KEY, meta("v1", 2), SPEC));
  }

  @Test
  void anotherLabelIsAnotherObject() {
    assertThat(ConfigObject.of(KEY, meta("v1", 1), SPEC))
        .isNotEqualTo(ConfigObject.of(KEY, meta("v2", 1), SPEC));
  }

  @Test
  void objectIsOnlyGivenAsTheTypeItIs() {
    ConfigObject<KubeServiceAccount> object = ConfigObject.of(KEY, ObjectMeta.EMPTY, SPEC);
    assertThat(object.as(KubeServiceAccount.class)).containsSame(object);
    assertThat(object.as(KubeNode.class)).isEmpty();
  }

  @Test
  void secretNeverPrintsItsData() {
    KubeSecret secret =
        new KubeSecret(
            "kubernetes.io/tls",
            ImmutableSortedMap.of("tls.key", ByteString.copyFromUtf8("hunter2")));
    assertThat(secret.toString()).contains("tls.key").doesNotContain("hunter2");
  }

  @Test
  void selectorWantsAllItsLabels() {
    WorkloadSelector selector =
        new WorkloadSelector(ImmutableSortedMap.of("app", "reviews", "version", "v1"));
    assertThat(selector.selects(ImmutableMap.of("app", "reviews", "version", "v1", "x", "y")))
        .isTrue();
    assertThat(selector.selects(ImmutableMap.of("app", "reviews"))).isFalse();
  }

  private static ObjectMeta meta(String version, long generation) {
    return new ObjectMeta(
        ImmutableSortedMap.of("version", version),
        ImmutableSortedMap.of(),
        Instant.EPOCH,
        generation);
  }
}

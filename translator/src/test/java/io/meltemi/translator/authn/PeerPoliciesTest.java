package io.meltemi.translator.authn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.PeerAuthentication.MutualTls;
import io.meltemi.translator.config.PeerAuthentication.MutualTls.Mode;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerPoliciesTest {

  private static final Map<String, String> WEB = Map.of("app", "web");

  private final List<ConfigObject<PeerAuthentication>> all = new ArrayList<>();

  @Test
  void withoutAnyBothAreAccepted() {
    assertThat(policy("shop")).isEqualTo(PeerPolicy.DEFAULT);
  }

  @Test
  void theNarrowerPolicyWins() {
    add("istio-system", "mesh", 1, Mode.STRICT);
    assertThat(policy("shop").mode()).isEqualTo(MutualTlsMode.STRICT);
    add("shop", "default", 2, Mode.DISABLE);
    assertThat(policy("shop").mode()).isEqualTo(MutualTlsMode.DISABLE);
    assertThat(policy("other").mode()).isEqualTo(MutualTlsMode.STRICT);
    addFor("shop", "web", 3, WEB, Mode.PERMISSIVE, Map.of());
    assertThat(policy("shop").mode()).isEqualTo(MutualTlsMode.PERMISSIVE);
    assertThat(policy("shop").origins())
        .extracting(ConfigKey::name)
        .containsExactly("web", "default", "mesh");
  }

  @Test
  void unsetInheritsStepByStep() {
    add("istio-system", "mesh", 1, Mode.STRICT);
    add("shop", "default", 2, Mode.UNSET);
    addFor("shop", "web", 3, WEB, Mode.UNSET, Map.of(80, Mode.UNSET, 81, Mode.DISABLE));
    assertThat(policy("shop").on(80)).isEqualTo(MutualTlsMode.STRICT);
    assertThat(policy("shop").on(81)).isEqualTo(MutualTlsMode.DISABLE);
    assertThat(policy("shop").on(9999)).isEqualTo(MutualTlsMode.STRICT);
    assertThat(policy("shop").ports()).containsOnlyKeys(81);
  }

  @Test
  void theOldestOfOneStepCounts() {
    add("shop", "newer", 5, Mode.STRICT);
    add("shop", "older", 4, Mode.DISABLE);
    assertThat(policy("shop").mode()).isEqualTo(MutualTlsMode.DISABLE);
    addFor("shop", "a", 3, WEB, Mode.STRICT, Map.of());
    addFor("shop", "b", 3, WEB, Mode.DISABLE, Map.of());
    assertThat(policy("shop").mode()).isEqualTo(MutualTlsMode.STRICT);
  }

  @Test
  void aSelectorReachesNoFurtherThanItsNamespace() {
    addFor("istio-system", "web", 1, WEB, Mode.STRICT, Map.of());
    assertThat(policy("shop")).isEqualTo(PeerPolicy.DEFAULT);
    assertThat(policy("istio-system").mode()).isEqualTo(MutualTlsMode.STRICT);
  }

  @Test
  void onlyNamespacesWithADisableNeedALook() {
    add("istio-system", "mesh", 1, Mode.STRICT);
    addFor("shop", "web", 1, WEB, Mode.UNSET, Map.of(80, Mode.DISABLE));
    PeerPolicies policies = PeerPolicies.of(all, "istio-system");
    assertThat(policies.mayDisable("shop")).isTrue();
    assertThat(policies.mayDisable("other")).isFalse();
    assertThat(policies.concerning("other")).hasSize(1);
    assertThat(policies.concerning("shop")).hasSize(2);
  }

  private PeerPolicy policy(String namespace) {
    return PeerPolicies.of(all, "istio-system").of(namespace, WEB);
  }

  private void add(String namespace, String name, int age, Mode mode) {
    put(namespace, name, age, Optional.empty(), mode, Map.of());
  }

  private void addFor(
      String namespace,
      String name,
      int age,
      Map<String, String> labels,
      Mode mode,
      Map<Integer, Mode> ports) {
    put(
        namespace,
        name,
        age,
        Optional.of(new WorkloadSelector(ImmutableSortedMap.copyOf(labels))),
        mode,
        ports);
  }

  private void put(
      String namespace,
      String name,
      int created,
      Optional<WorkloadSelector> selector,
      Mode mode,
      Map<Integer, Mode> ports) {
    ImmutableSortedMap.Builder<Integer, MutualTls> levels = ImmutableSortedMap.naturalOrder();
    ports.forEach((port, level) -> levels.put(port, new MutualTls(level)));
    all.add(
        ConfigObject.of(
            new ConfigKey(ConfigKind.PEER_AUTHENTICATION, namespace, name),
            new ObjectMeta(
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Instant.ofEpochSecond(created),
                1),
            new PeerAuthentication(
                selector, Optional.of(new MutualTls(mode)), levels.buildOrThrow())));
    assertThat(ImmutableList.copyOf(all)).doesNotHaveDuplicates();
  }
}

package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.StringMatch;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import org.junit.jupiter.api.Test;

class DelegateMergeTest {

  private static final String ROOT =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: root, namespace: shop}
      spec:
        hosts: [reviews]
        http:
        - name: outer
          match: [{uri: {prefix: /reviews}, headers: {x: {exact: "1"}}}]
          delegate: {name: inner, namespace: team}
          timeout: 5s
        - route: [{destination: {host: reviews}}]
      ---
      """;

  private static final String INNER =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: inner, namespace: team}
      spec:
        http:
        - name: first
          match: [{uri: {prefix: /reviews/new}}, {uri: {prefix: /else}}]
          route: [{destination: {host: fresh}}]
        - match: [{uri: {exact: /nowhere}}]
          route: [{destination: {host: lost}}]
        - route: [{destination: {host: rest}}]
          timeout: 1s
      ---
      """;

  private static ConfigObject<VirtualService> merged(MeshModel model, ProxyViews views) {
    ProxyDescriptor proxy = Proxies.sidecar("shop/client", "10.3.0.1", ImmutableMap.of());
    return views
        .of(model, ProxyClassifier.classify(model, proxy))
        .outbound()
        .egress()
        .getFirst()
        .virtualServices()
        .getFirst();
  }

  @Test
  void delegatesRoutesStandWhereTheyAreDelegatedFrom() {
    ConfigObject<VirtualService> merged = merged(Meshes.of(ROOT + INNER), new ProxyViews());
    assertThat(merged.spec().http()).hasSize(3);
    HttpRoute first = merged.spec().http().getFirst();
    assertThat(first.name()).isEqualTo("outer-first");
    assertThat(first.match())
        .as("the pair with /else contradicts itself")
        .singleElement()
        .satisfies(
            match -> {
              assertThat(match.uri()).contains(new StringMatch.Prefix("/reviews/new"));
              assertThat(match.headers()).containsKey("x");
            });
    assertThat(first.timeout()).contains(java.time.Duration.ofSeconds(5));
    assertThat(first.route().getFirst().destination().host())
        .isEqualTo("fresh.team.svc.cluster.local");
    assertThat(merged.spec().http().get(1).timeout()).contains(java.time.Duration.ofSeconds(1));
    assertThat(merged.spec().http().get(2).route().getFirst().destination().host())
        .isEqualTo("reviews");
    assertThat(Merged.origins(merged)).extracting(ConfigKey::name).containsExactly("root", "inner");
  }

  @Test
  void delegateThatIsMissingOrNotExportedLeavesItsRouteOut() {
    assertThat(merged(Meshes.of(ROOT), new ProxyViews()).spec().http()).hasSize(1);
    String hidden = INNER.replace("  http:", "  exportTo: [\".\"]\n  http:");
    assertThat(merged(Meshes.of(ROOT + hidden), new ProxyViews()).spec().http()).hasSize(1);
  }

  @Test
  void mergedRuleIsTheSameReferenceUntilOneOfItsPartsChanges() {
    ProxyViews views = new ProxyViews();
    MeshModel model = Meshes.of(ROOT + INNER);
    ConfigObject<VirtualService> before = merged(model, views);
    String unrelated =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: z, namespace: shop}
        spec:
          hosts: [z]
          http: [{route: [{destination: {host: z}}]}]
        """;
    MeshModel other = Meshes.with(model, unrelated);
    assertThat(merged(other, views)).isSameAs(before);
    assertThat(merged(Meshes.with(other, INNER.replace("1s", "2s")), views)).isNotEqualTo(before);
  }
}

package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import io.meltemi.translator.model.ServiceKey;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficRulesTest {

  private static final String REVIEWS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: reviews, namespace: shop}
      spec: {ports: [{name: http, port: 80}]}
      ---
      """;

  private static String rule(String namespace, String name, String more) {
    return """
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: %s, namespace: %s}
    spec: {%s}
    ---
    """
        .formatted(name, namespace, more);
  }

  private static final String FULL = "host: reviews.shop.svc.cluster.local";

  private static Optional<ConfigObject<DestinationRule>> ruleFor(
      String namespace, Map<String, String> labels, String yaml) {
    MeshModel model = Meshes.of(REVIEWS + yaml);
    ProxyDescriptor proxy = Proxies.sidecar(namespace + "/client", "10.3.0.1", labels);
    return ProxyView.of(model, ProxyClassifier.classify(model, proxy))
        .outbound()
        .rules()
        .ruleFor(
            model
                .services()
                .get(new ServiceKey("reviews.shop.svc.cluster.local", "shop"))
                .orElseThrow());
  }

  private static String nameFor(String namespace, String yaml) {
    return ruleFor(namespace, ImmutableMap.of(), yaml).map(ConfigObject::name).orElse("none");
  }

  @Test
  void clientsNamespaceWinsThenTheServicesThenTheRoot() {
    String root = rule("istio-system", "root", FULL);
    String services = rule("shop", "services", "host: reviews");
    String clients = rule("client", "clients", FULL);
    assertThat(nameFor("client", root + services + clients)).isEqualTo("clients");
    assertThat(nameFor("client", root + services)).isEqualTo("services");
    assertThat(nameFor("client", root)).isEqualTo("root");
    assertThat(nameFor("other", root + services + clients)).isEqualTo("services");
  }

  @Test
  void mostSpecificHostWins() {
    String wide = rule("shop", "a-wide", "host: \"*.local\"");
    String narrow = rule("shop", "b-narrow", "host: \"*.shop.svc.cluster.local\"");
    String exact = rule("shop", "c-exact", "host: reviews");
    assertThat(nameFor("shop", wide + narrow + exact)).isEqualTo("c-exact");
    assertThat(nameFor("shop", wide + narrow)).isEqualTo("b-narrow");
    assertThat(nameFor("shop", wide)).isEqualTo("a-wide");
  }

  @Test
  void exportToLimitsWhoElseAppliesIt() {
    String own = rule("shop", "own", "host: reviews, exportTo: [\".\"]");
    assertThat(nameFor("client", own)).isEqualTo("none");
    assertThat(nameFor("shop", own)).isEqualTo("own");
  }

  @Test
  void selectorAppliesToSelectedClientsOfItsNamespace() {
    String general = rule("shop", "a-general", "host: reviews");
    String selecting =
        rule(
            "shop", "b-selecting", "host: reviews, workloadSelector: {matchLabels: {app: client}}");
    Map<String, String> client = ImmutableMap.of("app", "client");
    assertThat(ruleFor("shop", client, general + selecting))
        .map(ConfigObject::name)
        .contains("b-selecting");
    assertThat(nameFor("shop", general + selecting)).isEqualTo("a-general");
    assertThat(ruleFor("other", client, general + selecting))
        .map(ConfigObject::name)
        .contains("a-general");
  }

  @Test
  void rulesForOneHostAreMergedAndNameAllTheirOrigins() {
    ConfigObject<DestinationRule> merged =
        ruleFor(
                "shop",
                ImmutableMap.of(),
                rule("shop", "one", "host: reviews, subsets: [{name: v1, labels: {a: b}}]")
                    + rule(
                        "shop",
                        "two",
                        "host: reviews.shop.svc.cluster.local, trafficPolicy: {loadBalancer:"
                            + " {simple: RANDOM}}, subsets: [{name: v1}, {name: v2}]"))
            .orElseThrow();
    assertThat(merged.name()).isEqualTo("one");
    assertThat(merged.spec().subsets())
        .extracting(DestinationRule.Subset::name)
        .containsExactly("v1", "v2");
    assertThat(merged.spec().subsets().getFirst().labels()).containsEntry("a", "b");
    assertThat(merged.spec().trafficPolicy()).isPresent();
    assertThat(Merged.origins(merged)).extracting(ConfigKey::name).containsExactly("one", "two");
  }
}

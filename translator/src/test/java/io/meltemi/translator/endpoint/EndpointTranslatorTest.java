package io.meltemi.translator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.TrafficDistribution;
import io.meltemi.translator.destination.Mesh;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import org.junit.jupiter.api.Test;

class EndpointTranslatorTest {
  private static final Place HERE = new Place(Locality.parse("r1/z1"), "");
  private static final Place THERE = new Place(Locality.parse("r1/z2"), "");

  private final MeshService reviews =
      Mesh.service(
          "reviews.default.svc.cluster.local", Resolution.STATIC, Mesh.port(80, Protocol.HTTP));
  private final MeshService ratings =
      Mesh.service(
          "ratings.default.svc.cluster.local", Resolution.STATIC, Mesh.port(80, Protocol.HTTP));
  private final EndpointIndex before =
      Mesh.index(
          Mesh.endpoints(
              reviews,
              Mesh.endpoint("10.0.0.1", "v1", "r1/z1"),
              Mesh.endpoint("10.0.0.2", "v2", "r1/z2")),
          Mesh.endpoints(ratings, Mesh.endpoint("10.0.1.1", "v1", "r1/z1")));
  private final EndpointIndex after =
      Mesh.index(
          Mesh.endpoints(
              reviews,
              Mesh.endpoint("10.0.0.1", "v1", "r1/z1"),
              Mesh.endpoint("10.0.0.3", "v2", "r1/z2")),
          before.of(ratings.key()));

  private final EndpointTranslator translator = new EndpointTranslator();

  @Test
  void anEndpointChangeTranslatesOneResourceWhereverTheClientsAre() {
    OutboundView view = Mesh.view(reviews, ratings);
    translator.endpoints(view, before, HERE);
    translator.endpoints(view, before, THERE);
    long misses = translator.stats().misses();
    ResourceSet first = translator.endpoints(view, after, HERE);
    ResourceSet second = translator.endpoints(view, after, THERE);
    assertThat(translator.stats().misses() - misses).isEqualTo(1);
    assertThat(first).isEqualTo(second);
  }

  @Test
  void wherePlaceMattersItIsOnePerPlace() {
    OutboundView view = Mesh.view(outlierRule(), reviews, ratings);
    translator.endpoints(view, before, HERE);
    translator.endpoints(view, before, THERE);
    long misses = translator.stats().misses();
    ResourceSet first = translator.endpoints(view, after, HERE);
    ResourceSet second = translator.endpoints(view, after, THERE);
    assertThat(translator.stats().misses() - misses).isEqualTo(2);
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void aChangeOutsideASubsetLeavesTheSubsetAlone() {
    ConfigObject<DestinationRule> rule =
        Rules.rule(
            reviews.hostname(),
            Rules.NO_POLICY,
            Rules.subset("v1", Rules.NO_POLICY),
            Rules.subset("v2", Rules.NO_POLICY));
    OutboundView view = Mesh.view(rule, reviews);
    translator.endpoints(view, before, HERE);
    long misses = translator.stats().misses();
    translator.endpoints(view, after, HERE);
    assertThat(translator.stats().misses() - misses).as("the whole service and v2").isEqualTo(2);
  }

  @Test
  void whatDidNotChangeIsTheSameReference() {
    OutboundView view = Mesh.view(reviews, ratings);
    ResourceSet first = translator.endpoints(view, before, HERE);
    assertThat(translator.endpoints(view, before, HERE)).isSameAs(first);
    ResourceSet second = translator.endpoints(view, after, HERE);
    String name = "outbound|80||ratings.default.svc.cluster.local";
    assertThat(second.get(name).orElseThrow()).isSameAs(first.get(name).orElseThrow());
  }

  @Test
  void aServiceWithoutEndpointsHasAnEmptyAssignment() {
    ResourceSet set = translator.endpoints(Mesh.view(reviews), EndpointIndex.EMPTY, HERE);
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void withAndWithoutMemoTheSetsAreEqual() {
    OutboundView view = Mesh.view(outlierRule(), reviews, ratings);
    EndpointTranslator forgetful = EndpointTranslator.withoutMemo();
    translator.endpoints(view, before, HERE);
    assertThat(translator.endpoints(view, after, HERE))
        .isEqualTo(forgetful.endpoints(view, after, HERE));
  }

  @Test
  void viewsThatSeeTheSameShareTheSet() {
    OutboundView one = Mesh.view(reviews, ratings);
    OutboundView other =
        Mesh.view(
            Mesh.inNamespace("other"), MeshConfig.EMPTY, ImmutableList.of(), reviews, ratings);
    assertThat(translator.endpoints(other, before, HERE))
        .isSameAs(translator.endpoints(one, before, HERE));
    assertThat(translator.endpoints(other, after, HERE))
        .isSameAs(translator.endpoints(one, after, HERE));
  }

  @Test
  void forgettingGoneViewsKeepsTheLiving() {
    OutboundView view = Mesh.view(reviews);
    ResourceSet first = translator.endpoints(view, before, HERE);
    translator.retain(ImmutableSet.of(new EndpointTranslator.Client(view.scope(), HERE)));
    assertThat(translator.endpoints(view, before, HERE)).isSameAs(first);
  }

  @Test
  void clientsOfANodeShareAllButWhatIsOfTheirNode() {
    Agents agents = new Agents(TrafficDistribution.ONLY_SAME_NODE);
    ResourceSet one = translator.endpoints(agents.view, agents.index, on("n1"));
    long misses = translator.stats().misses();
    ResourceSet two = translator.endpoints(agents.view, agents.index, on("n2"));
    assertThat(translator.stats().misses() - misses).isEqualTo(1);
    assertThat(two.since(one).upserted())
        .extracting(XdsResource::name)
        .containsExactly(agents.cluster);
  }

  @Test
  void nodesWithoutAnEndpointShareTheEmptyAssignment() {
    Agents agents = new Agents(TrafficDistribution.ONLY_SAME_NODE);
    ResourceSet none = translator.endpoints(agents.view, agents.index, on("n3"));
    long misses = translator.stats().misses();
    assertThat(translator.endpoints(agents.view, agents.index, on("n4"))).isSameAs(none);
    assertThat(translator.stats().misses() - misses).isZero();
  }

  @Test
  void anEndpointThatMovesOnItsNodeLeavesTheOtherNodesAlone() {
    Agents agents = new Agents(TrafficDistribution.ONLY_SAME_NODE);
    ResourceSet one = translator.endpoints(agents.view, agents.index, on("n1"));
    translator.endpoints(agents.view, agents.index, on("n2"));
    EndpointIndex moved = agents.index("10.0.9.9");
    long misses = translator.stats().misses();
    assertThat(translator.endpoints(agents.view, moved, on("n1"))).isSameAs(one);
    translator.endpoints(agents.view, moved, on("n2"));
    assertThat(translator.stats().misses() - misses).isEqualTo(1);
  }

  @Test
  void nodesWithoutAPreferredEndpointShareTheOrder() {
    Agents agents = new Agents(TrafficDistribution.PREFER_SAME_NODE);
    ResourceSet none = translator.endpoints(agents.view, agents.index, on("n3"));
    assertThat(translator.endpoints(agents.view, agents.index, on("n4"))).isSameAs(none);
    assertThat(translator.endpoints(agents.view, agents.index, on("n1"))).isNotEqualTo(none);
  }

  private static Place on(String node) {
    return new Place(HERE.locality(), node);
  }

  /** Something on two nodes, beside a service that is for all alike. */
  private final class Agents {
    final MeshService service;
    final String cluster;
    final OutboundView view;
    final EndpointIndex index;

    Agents(TrafficDistribution distribution) {
      service =
          Mesh.distributed(
              Mesh.service(
                  "agent.default.svc.cluster.local",
                  Resolution.STATIC,
                  Mesh.port(80, Protocol.HTTP)),
              distribution);
      cluster = "outbound|80||" + service.hostname();
      view = Mesh.view(reviews, service);
      index = index("10.0.2.2");
    }

    EndpointIndex index(String second) {
      return Mesh.index(
          before.of(reviews.key()),
          Mesh.endpoints(
              service,
              Mesh.onNode("n1", Mesh.endpoint("10.0.2.1", "v1", "r1/z1")),
              Mesh.onNode("n2", Mesh.endpoint(second, "v1", "r1/z1"))));
    }
  }

  private ConfigObject<DestinationRule> outlierRule() {
    return Rules.rule(reviews.hostname(), Rules.policy(Rules.outlier(5)));
  }
}

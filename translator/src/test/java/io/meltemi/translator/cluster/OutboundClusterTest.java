package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.Mesh;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServicePeerIndex;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.xds.ResourceSet;
import org.junit.jupiter.api.Test;

class OutboundClusterTest {
  private static final MeshService EXTERNAL =
      Mesh.service("www.example.com", Resolution.DNS, Mesh.port(80, Protocol.HTTP));

  private final ClusterTranslator translator = new ClusterTranslator();

  @Test
  void endpointsComeOverAdsUnderTheClustersName() {
    Cluster cluster = Clusters.withPolicy();
    assertThat(cluster.getType()).isEqualTo(Cluster.DiscoveryType.EDS);
    assertThat(cluster.getEdsClusterConfig().getServiceName()).isEqualTo(cluster.getName());
    assertThat(cluster.getEdsClusterConfig().getEdsConfig().hasAds()).isTrue();
  }

  @Test
  void theMetadataNamesRuleSubsetAndService() {
    MeshService service =
        Mesh.service(Clusters.HOST, Resolution.STATIC, Mesh.port(80, Protocol.HTTP));
    ResourceSet set =
        clusters(
            Mesh.view(
                Rules.rule(Clusters.HOST, Rules.NO_POLICY, Rules.subset("v1", Rules.NO_POLICY)),
                service),
            EndpointIndex.EMPTY);
    Struct istio =
        Clusters.unpack(set, "outbound|80|v1|" + Clusters.HOST)
            .getMetadata()
            .getFilterMetadataOrThrow("istio");
    assertThat(istio.getFieldsOrThrow("config").getStringValue())
        .isEqualTo("/apis/networking.istio.io/v1/namespaces/default/destination-rule/reviews");
    assertThat(istio.getFieldsOrThrow("subset").getStringValue()).isEqualTo("v1");
    Struct named = istio.getFieldsOrThrow("services").getListValue().getValues(0).getStructValue();
    assertThat(named.getFieldsOrThrow("host").getStringValue()).isEqualTo(Clusters.HOST);
    assertThat(named.getFieldsOrThrow("name").getStringValue()).isEqualTo("reviews");
    assertThat(named.getFieldsOrThrow("namespace").getStringValue()).isEqualTo("default");
    assertThat(set.get("outbound|80|v1|" + Clusters.HOST).orElseThrow().origins())
        .containsExactly(
            new ConfigKey(ConfigKind.DESTINATION_RULE, "default", "reviews"), service.origin());
  }

  @Test
  @SuppressWarnings("deprecation") // the fields Istio's tools look at
  void dnsClustersCarryTheirEndpoints() {
    Cluster cluster =
        Clusters.unpack(
            clusters(
                Mesh.view(EXTERNAL),
                Mesh.index(Mesh.endpoints(EXTERNAL, Mesh.endpoint("www.example.com", "", "")))),
            "outbound|80||www.example.com");
    assertThat(cluster.getType()).isEqualTo(Cluster.DiscoveryType.STRICT_DNS);
    assertThat(cluster.getDnsLookupFamily()).isEqualTo(Cluster.DnsLookupFamily.V4_ONLY);
    assertThat(cluster.getDnsRefreshRate().getSeconds()).isEqualTo(60);
    assertThat(cluster.getRespectDnsTtl()).isTrue();
    assertThat(
            cluster
                .getLoadAssignment()
                .getEndpoints(0)
                .getLbEndpoints(0)
                .getEndpoint()
                .getAddress()
                .getSocketAddress()
                .getAddress())
        .isEqualTo("www.example.com");
  }

  @Test
  void logicalDnsIsForExactlyOneEndpoint() {
    MeshService service =
        Mesh.service("www.example.com", Resolution.DNS_ROUND_ROBIN, Mesh.port(80, Protocol.HTTP));
    EndpointIndex one = Mesh.index(Mesh.endpoints(service, Mesh.endpoint("a.example.com", "", "")));
    EndpointIndex two =
        Mesh.index(
            Mesh.endpoints(
                service,
                Mesh.endpoint("a.example.com", "", ""),
                Mesh.endpoint("b.example.com", "", "")));
    OutboundView view = Mesh.view(service);
    String name = "outbound|80||www.example.com";
    assertThat(Clusters.unpack(clusters(view, one), name).getType())
        .isEqualTo(Cluster.DiscoveryType.LOGICAL_DNS);
    assertThat(Clusters.unpack(clusters(view, two), name).getType())
        .isEqualTo(Cluster.DiscoveryType.STRICT_DNS);
    assertThat(Clusters.unpack(clusters(view, EndpointIndex.EMPTY), name).getType())
        .isEqualTo(Cluster.DiscoveryType.STRICT_DNS);
  }

  @Test
  void anAliasIsResolvedToItsTarget() {
    MeshService service = Mesh.alias(EXTERNAL, "target.example.org");
    assertThat(
            Clusters.unpack(
                    clusters(Mesh.view(service), EndpointIndex.EMPTY),
                    "outbound|80||www.example.com")
                .getLoadAssignment()
                .getEndpoints(0)
                .getLbEndpoints(0)
                .getEndpoint()
                .getAddress()
                .getSocketAddress()
                .getAddress())
        .isEqualTo("target.example.org");
  }

  @Test
  void onlySidecarsLetUnknownTrafficThrough() {
    ResourceSet sidecar = clusters(Mesh.view(), EndpointIndex.EMPTY);
    assertThat(Clusters.unpack(sidecar, ClusterName.PASSTHROUGH).getType())
        .isEqualTo(Cluster.DiscoveryType.ORIGINAL_DST);
    assertThat(Clusters.unpack(sidecar, ClusterName.BLACK_HOLE).hasLoadAssignment()).isFalse();
    ResourceSet gateway =
        clusters(
            Mesh.view(
                Mesh.scope(ProxyKind.ROUTER, InterceptionMode.REDIRECT),
                MeshConfig.EMPTY,
                ImmutableList.of()),
            EndpointIndex.EMPTY);
    assertThat(gateway.get(ClusterName.PASSTHROUGH)).isEmpty();
    assertThat(gateway.get(ClusterName.BLACK_HOLE)).isPresent();
  }

  @Test
  void endpointChangesConcernOnlyClustersThatCarryThem() {
    MeshService internal =
        Mesh.service(Clusters.HOST, Resolution.STATIC, Mesh.port(80, Protocol.HTTP));
    OutboundView view = Mesh.view(internal, EXTERNAL);
    ResourceSet before =
        clusters(view, Mesh.index(Mesh.endpoints(internal, Mesh.endpoint("10.0.0.1", "", ""))));
    ResourceSet same =
        clusters(view, Mesh.index(Mesh.endpoints(internal, Mesh.endpoint("10.0.0.2", "", ""))));
    assertThat(same).isSameAs(before);
    long misses = translator.stats().misses();
    ResourceSet changed =
        clusters(
            view, Mesh.index(Mesh.endpoints(EXTERNAL, Mesh.endpoint("b.example.com", "", ""))));
    assertThat(translator.stats().misses() - misses).isEqualTo(1);
    assertThat(changed.since(before).upserted()).hasSize(1);
  }

  @Test
  void withAndWithoutMemoTheSetsAreEqual() {
    OutboundView view = Mesh.view(EXTERNAL);
    clusters(view, EndpointIndex.EMPTY);
    assertThat(clusters(view, EndpointIndex.EMPTY))
        .isEqualTo(
            ClusterTranslator.withoutMemo()
                .clusters(view, EndpointIndex.EMPTY, ServicePeerIndex.EMPTY, Locality.UNKNOWN));
  }

  private ResourceSet clusters(OutboundView view, EndpointIndex index) {
    return translator.clusters(view, index, ServicePeerIndex.EMPTY, Locality.UNKNOWN);
  }
}

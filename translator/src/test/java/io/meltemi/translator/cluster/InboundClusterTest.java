package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.authn.PeerPolicy;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.destination.Mesh;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServicePeerIndex;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.CredentialStore;
import io.meltemi.translator.proxy.InboundPort;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.Policies;
import io.meltemi.translator.proxy.PolicyKeys;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.xds.ResourceSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundClusterTest {
  private static final String NAME = "inbound|8080||";

  /** {@code target}: the static address, or {@code dialled} for the original destination. */
  @ParameterizedTest
  @CsvSource({
    "REDIRECT, '',               dialled,            127.0.0.6",
    "TPROXY,   '',               dialled,            ''",
    "NONE,     '',               127.0.0.1:8080,     ''",
    "REDIRECT, 127.0.0.1:9090,   127.0.0.1:9090,     ''",
    "NONE,     127.0.0.1:9090,   127.0.0.1:9090,     ''",
    "REDIRECT, 0.0.0.0:8080,     dialled,            127.0.0.6",
    "REDIRECT, 0.0.0.0:9090,     dialled:9090,       127.0.0.6",
    "NONE,     0.0.0.0:9090,     10.0.0.9:9090,      ''",
    "NONE,     unix:///run/app,  unix:///run/app,    ''",
    "NONE,     'not:an:address', 127.0.0.1:8080,     ''",
    "NONE,     ':9090',          127.0.0.1:9090,     ''",
  })
  void theApplicationIsWhereTheSidecarSays(
      InterceptionMode mode, String endpoint, String target, String bind) {
    Cluster cluster = Clusters.unpack(inbound(mode, endpoint, MeshConfig.EMPTY), NAME);
    assertThat(target(cluster)).isEqualTo(target);
    assertThat(cluster.getUpstreamBindConfig().getSourceAddress().getAddress()).isEqualTo(bind);
  }

  @Test
  void theMeshMayPreferLocalhost() {
    MeshConfig localhost = Rules.meshConfig("inboundTrafficPolicy: {mode: LOCALHOST}");
    assertThat(target(Clusters.unpack(inbound(InterceptionMode.REDIRECT, "", localhost), NAME)))
        .isEqualTo("127.0.0.1:8080");
  }

  @Test
  void tproxyKeepsAConnectionForEachClient() {
    ResourceSet set = inbound(InterceptionMode.TPROXY, "", MeshConfig.EMPTY);
    assertThat(Clusters.unpack(set, NAME).getConnectionPoolPerDownstreamConnection()).isTrue();
    assertThat(
            Clusters.unpack(set, ClusterName.INBOUND_PASSTHROUGH)
                .getConnectionPoolPerDownstreamConnection())
        .isTrue();
  }

  @Test
  void undeclaredPortsPassThroughWhereTrafficIsCaptured() {
    assertThat(
            inbound(InterceptionMode.REDIRECT, "", MeshConfig.EMPTY)
                .get(ClusterName.INBOUND_PASSTHROUGH))
        .isPresent();
    assertThat(
            inbound(InterceptionMode.NONE, "", MeshConfig.EMPTY)
                .get(ClusterName.INBOUND_PASSTHROUGH))
        .isEmpty();
  }

  @Test
  void aGatewayHasNone() {
    ProxyView view =
        view(Mesh.scope(ProxyKind.ROUTER, InterceptionMode.REDIRECT), "", MeshConfig.EMPTY);
    assertThat(new ClusterTranslator().inbound(view)).isEqualTo(ResourceSet.EMPTY);
  }

  private static String target(Cluster cluster) {
    if (cluster.getType() == Cluster.DiscoveryType.ORIGINAL_DST) {
      int override = cluster.getOriginalDstLbConfig().getUpstreamPortOverride().getValue();
      return override == 0 ? "dialled" : "dialled:" + override;
    }
    var address =
        cluster.getLoadAssignment().getEndpoints(0).getLbEndpoints(0).getEndpoint().getAddress();
    return address.hasPipe()
        ? "unix://" + address.getPipe().getPath()
        : address.getSocketAddress().getAddress() + ":" + address.getSocketAddress().getPortValue();
  }

  private static ResourceSet inbound(InterceptionMode mode, String endpoint, MeshConfig mesh) {
    return new ClusterTranslator()
        .inbound(view(Mesh.scope(ProxyKind.SIDECAR, mode), endpoint, mesh));
  }

  private static ProxyView view(OutboundKey scope, String defaultEndpoint, MeshConfig mesh) {
    MeshService service =
        Mesh.service(Clusters.HOST, Resolution.STATIC, Mesh.port(80, Protocol.HTTP));
    Optional<Sidecar.IngressListener> listener =
        defaultEndpoint.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Sidecar.IngressListener(
                    new Sidecar.Port(8080, "HTTP", "http", 0),
                    "",
                    Sidecar.CaptureMode.DEFAULT,
                    defaultEndpoint,
                    Optional.empty(),
                    Optional.empty()));
    InboundPort port = new InboundPort(8080, "http", Protocol.HTTP, 80, service, listener);
    ProxyClass proxyClass =
        new ProxyClass(
            scope,
            ImmutableList.of(port),
            ImmutableList.of("10.0.0.9"),
            Place.UNKNOWN,
            "",
            ImmutableSortedSet.of(),
            ImmutableList.of(),
            PeerPolicy.DEFAULT,
            PolicyKeys.NONE);
    return new ProxyView(
        proxyClass,
        Mesh.view(scope, mesh, ImmutableList.of(), service),
        EndpointIndex.EMPTY,
        ServicePeerIndex.EMPTY,
        ImmutableList.of(),
        CredentialStore.NONE,
        Policies.NONE);
  }
}

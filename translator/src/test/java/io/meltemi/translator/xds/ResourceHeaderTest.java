package io.meltemi.translator.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceHeaderTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 20_000, 3_000_000})
  void headerAndBytesAreTheResourceOfAResponse(int size) throws Exception {
    Cluster cluster = Cluster.newBuilder().setName("é".repeat(size)).build();
    XdsResource resource = XdsResource.of(XdsType.CLUSTER, "a", cluster, List.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    resource.header().writeDelta(out);
    out.flush();
    assertThat(bytes.size()).isEqualTo(resource.header().deltaSize());
    bytes.writeBytes(resource.bytes().toByteArray());
    DeltaDiscoveryResponse delta = DeltaDiscoveryResponse.parseFrom(bytes.toByteArray());
    assertThat(delta.getResources(0).getName()).isEqualTo("a");
    assertThat(delta.getResources(0).getVersion()).isEqualTo(resource.version());
    assertThat(delta.getResources(0).getResource().unpack(Cluster.class)).isEqualTo(cluster);

    bytes.reset();
    resource.header().writeStateOfTheWorld(out);
    out.flush();
    assertThat(bytes.size()).isEqualTo(resource.header().stateOfTheWorldSize());
    bytes.writeBytes(resource.bytes().toByteArray());
    DiscoveryResponse world = DiscoveryResponse.parseFrom(bytes.toByteArray());
    assertThat(world.getResources(0)).isEqualTo(resource.packed());
  }
}

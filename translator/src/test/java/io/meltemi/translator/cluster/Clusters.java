package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.Mesh;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServicePeerIndex;
import io.meltemi.translator.xds.ResourceSet;

/** Clusters as a sidecar gets them, unpacked. */
final class Clusters {
  static final String HOST = "reviews.default.svc.cluster.local";

  private Clusters() {}

  /** The cluster of a static service's HTTP port 80 under a rule with these parts. */
  static Cluster withPolicy(Object... parts) {
    return with(MeshConfig.EMPTY, Protocol.HTTP, parts);
  }

  static Cluster with(MeshConfig mesh, Protocol protocol, Object... parts) {
    return of(mesh, Mesh.service(HOST, Resolution.STATIC, Mesh.port(80, protocol)), parts);
  }

  static Cluster of(MeshConfig mesh, MeshService service, Object... parts) {
    return unpack(
        new ClusterTranslator()
            .clusters(
                Mesh.view(
                    Mesh.SIDECAR,
                    mesh,
                    ImmutableList.of(Rules.rule(service.hostname(), Rules.policy(parts))),
                    service),
                EndpointIndex.EMPTY,
                ServicePeerIndex.EMPTY,
                Locality.UNKNOWN),
        "outbound|80||" + service.hostname());
  }

  static Cluster unpack(ResourceSet set, String name) {
    try {
      return Cluster.parseFrom(set.get(name).orElseThrow().bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}

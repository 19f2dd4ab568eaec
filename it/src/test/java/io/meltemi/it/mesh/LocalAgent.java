package io.meltemi.it.mesh;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.translator.xds.Protos;
import io.meltemi.translator.xds.XdsType;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What Istio's agent is to an Envoy: {@code default} and {@code ROOTCA} of one identity over SDS,
 * at the cluster {@code sds-grpc}.
 */
public final class LocalAgent implements Closeable {

  private static final String CLUSTER = "sds-grpc";

  private final Server server;
  private final Secrets secrets;

  private LocalAgent(Server server, Secrets secrets) {
    this.server = server;
    this.secrets = secrets;
  }

  /** For a workload of this identity, signed by that CA. */
  public static LocalAgent start(CertificateAuthority ca, SpiffeId id) throws IOException {
    IssuedIdentity identity = ca.issue(id, Duration.ofHours(1));
    return start(identity.chainPem(), identity.privateKeyPem(), ca.trustBundle().pem());
  }

  /** With these to begin with. */
  public static LocalAgent start(String chainPem, String keyPem, String rootsPem)
      throws IOException {
    Secrets secrets = new Secrets();
    LocalAgent agent =
        new LocalAgent(
            NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(secrets)
                .build(),
            secrets);
    agent.give(chainPem, keyPem, rootsPem);
    agent.server.start();
    return agent;
  }

  /** From now on these, also for who has asked before. */
  public void give(String chainPem, String keyPem, String rootsPem) {
    secrets.replace(ImmutableList.of(certificate(chainPem, keyPem), roots(rootsPem)));
  }

  /** A bootstrap with the cluster that reaches this agent. */
  public Bootstrap in(Bootstrap bootstrap) {
    Bootstrap.Builder with = bootstrap.toBuilder();
    with.getStaticResourcesBuilder().addClusters(cluster());
    return with.build();
  }

  private Cluster cluster() {
    HostAndPort address = HostAndPort.fromParts("127.0.0.1", server.getPort());
    HttpProtocolOptions.Builder http2 = HttpProtocolOptions.newBuilder();
    http2.getExplicitHttpConfigBuilder().getHttp2ProtocolOptionsBuilder();
    return Cluster.newBuilder()
        .setName(CLUSTER)
        .setType(Cluster.DiscoveryType.STATIC)
        .putTypedExtensionProtocolOptions(
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions", Any.pack(http2.build()))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(CLUSTER)
                .addEndpoints(
                    LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(
                            LbEndpoint.newBuilder()
                                .setEndpoint(
                                    Endpoint.newBuilder()
                                        .setAddress(
                                            Protos.address(
                                                address.getHost(), address.getPort()))))))
        .build();
  }

  private static Secret certificate(String chainPem, String keyPem) {
    return Secret.newBuilder()
        .setName("default")
        .setTlsCertificate(
            TlsCertificate.newBuilder()
                .setCertificateChain(inline(chainPem))
                .setPrivateKey(inline(keyPem)))
        .build();
  }

  private static Secret roots(String pem) {
    return Secret.newBuilder()
        .setName("ROOTCA")
        .setValidationContext(CertificateValidationContext.newBuilder().setTrustedCa(inline(pem)))
        .build();
  }

  private static DataSource inline(String text) {
    return DataSource.newBuilder().setInlineString(text).build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** State of the world, and each question has a stream of its own, as Envoy asks. */
  private static final class Secrets
      extends SecretDiscoveryServiceGrpc.SecretDiscoveryServiceImplBase {

    private final List<Asker> askers = new ArrayList<>();
    private ImmutableList<Secret> all = ImmutableList.of();
    private int version;

    synchronized void replace(ImmutableList<Secret> secrets) {
      all = secrets;
      version++;
      askers.forEach(Asker::answer);
    }

    private final class Asker implements StreamObserver<DiscoveryRequest> {
      private final StreamObserver<DiscoveryResponse> answers;
      private ImmutableList<String> names = ImmutableList.of();

      Asker(StreamObserver<DiscoveryResponse> answers) {
        this.answers = answers;
      }

      @Override
      public void onNext(DiscoveryRequest request) {
        synchronized (Secrets.this) {
          if (request.getResponseNonce().isEmpty()) {
            names = ImmutableList.copyOf(request.getResourceNamesList());
            answer();
          }
        }
      }

      void answer() {
        DiscoveryResponse.Builder answer =
            DiscoveryResponse.newBuilder()
                .setTypeUrl(XdsType.SECRET.typeUrl())
                .setVersionInfo(Integer.toString(version))
                .setNonce(Integer.toString(version));
        all.stream()
            .filter(secret -> names.contains(secret.getName()))
            .forEach(secret -> answer.addResources(Any.pack(secret)));
        if (answer.getResourcesCount() > 0) {
          answers.onNext(answer.build());
        }
      }

      @Override
      public void onError(Throwable failure) {
        // An Envoy that is stopped resets its streams; nothing is left to be said to it.
        gone();
      }

      @Override
      public void onCompleted() {
        gone();
        answers.onCompleted();
      }

      private void gone() {
        synchronized (Secrets.this) {
          askers.remove(this);
        }
      }
    }

    @Override
    public synchronized StreamObserver<DiscoveryRequest> streamSecrets(
        StreamObserver<DiscoveryResponse> answers) {
      Asker asker = new Asker(answers);
      askers.add(asker);
      return asker;
    }
  }
}

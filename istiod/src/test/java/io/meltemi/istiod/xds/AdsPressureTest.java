package io.meltemi.istiod.xds;

import static io.meltemi.istiod.xds.testing.TestResources.cluster;
import static io.meltemi.istiod.xds.testing.TestResources.endpoints;
import static io.meltemi.istiod.xds.testing.TestSnapshots.mesh;
import static io.meltemi.istiod.xds.testing.TestSnapshots.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.TestSnapshots;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.istiod.xds.testing.XdsResponse;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slow, hasty and hostile clients. */
class AdsPressureTest {

  private AdsFixture ads = new AdsFixture();

  @AfterEach
  void stop() {
    ads.close();
  }

  @Test
  void tenThousandPushesToASlowReaderBecomeFew() {
    ProxySnapshot snapshot = mesh(1, 4000);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.sync();
    client.await("quiet", () -> ads.connection().ledger().converged().number() == 1);
    int received = client.responses().size();
    client.stopReading();
    // More than the connection takes, so that the server cannot write.
    Ledger ledger = ads.connection().ledger();
    Optional<Delivery> before = ledger.entry(XdsType.CLUSTER).sent();
    client.subscribeToWildcard(XdsType.CLUSTER);
    client.await("a full line", () -> !ledger.entry(XdsType.CLUSTER).sent().equals(before));

    for (int i = 0; i < 10_000; i++) {
      snapshot = with(snapshot, endpoints("s" + i % 100, i + 1));
      ads.publish(snapshot);
    }
    client.readOn();

    ProxySnapshot last = snapshot;
    client.await("the last", () -> ads.connection().ledger().converged().equals(last.revision()));
    assertThat(client.responses().size() - received).isLessThan(20);
    assertThat(client.resources(XdsType.ENDPOINT).get("s99"))
        .isEqualTo(last.resources(XdsType.ENDPOINT).get("s99").orElseThrow().packed());
  }

  /** Of 24 MiB two responses are all that a host may leave unread, and four all that go out. */
  @Test
  void whoDoesNotReadHoldsUpItsOwnHostOnly() {
    ads.publish(TestSnapshots.of(1, cluster("x".repeat(4 << 20), 0), endpoints("small", 1)));
    List<DeltaXdsClient> hostile =
        List.of(ads.deltaFrom("127.0.0.66"), ads.deltaFrom("127.0.0.66"));
    for (DeltaXdsClient each : hostile) {
      each.stopReading();
      each.subscribe(XdsType.ENDPOINT, "small");
      each.awaitResponses(XdsType.ENDPOINT, 1); // the last that it takes
      each.subscribe(XdsType.CLUSTER);
    }
    hostile.getFirst().await("both responses", () -> ads.sent(XdsType.CLUSTER) == 2);
    XdsClient neighbour = ads.deltaFrom("127.0.0.66");
    neighbour.subscribe(XdsType.CLUSTER);
    neighbour.await("its stream", () -> ads.connections.size() == 3);

    XdsClient other = ads.deltaFrom("127.0.0.67");
    other.subscribe(XdsType.CLUSTER);
    other.awaitResponses(XdsType.CLUSTER, 1);
    assertThat(neighbour.responses()).isEmpty();

    hostile.getFirst().close();
    neighbour.awaitResponses(XdsType.CLUSTER, 1);
  }

  @Test
  void manyEndpointsComeInParts() {
    ads.publish(mesh(1, 8000));
    for (XdsClient client : List.of(ads.delta(), ads.stateOfTheWorld())) {
      String[] names = new String[8000];
      for (int i = 0; i < names.length; i++) {
        names[i] = "s" + i;
      }
      client.subscribe(XdsType.ENDPOINT, names);
      client.await("all", () -> client.resources(XdsType.ENDPOINT).size() == 8000);
      assertThat(client.responses(XdsType.ENDPOINT)).hasSizeGreaterThan(1);
      assertThat(client.responses().stream().mapToInt(each -> each.names().size()).sum())
          .isEqualTo(8000);
    }
  }

  @Test
  void bytesThatAreNoRequestAreAnInvalidArgument() throws Exception {
    assertThat(sendBytes(new byte[] {(byte) 0xff, (byte) 0xff, 1}).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    ads.publish(mesh(1, 2));
    DeltaXdsClient healthy = ads.delta();
    healthy.sync();
  }

  @Test
  void deeplyNestedMetadataIsAnInvalidArgument() throws Exception {
    Value value = Value.newBuilder().setStringValue("deep").build();
    for (int i = 0; i < 200; i++) {
      value =
          Value.newBuilder().setStructValue(Struct.newBuilder().putFields("LABELS", value)).build();
    }
    DeltaDiscoveryRequest request =
        DeltaDiscoveryRequest.newBuilder()
            .setNode(
                TestNodes.sidecar("a", "b", "10.0.0.1").toBuilder()
                    .setMetadata(Struct.newBuilder().putFields("LABELS", value)))
            .build();

    assertThat(sendBytes(request.toByteArray()).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aStreamThatSaysNothingEnds() {
    try (AdsFixture impatient =
        new AdsFixture(AdsOptions.DEFAULT.withFirstRequestPatience(Duration.ofMillis(200)))) {
      assertThat(impatient.delta().awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void aHugeRequestIsRefused() throws Exception {
    DeltaDiscoveryRequest request =
        DeltaDiscoveryRequest.newBuilder().setTypeUrl("x".repeat(5_000_000)).build();

    assertThat(sendBytes(request.toByteArray()).getCode())
        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
  }

  @Test
  void aNodeWithHugeMetadataIsRefused() {
    DeltaXdsClient client = ads.delta();
    client.sendRaw(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(XdsType.CLUSTER.typeUrl())
            .setNode(
                TestNodes.sidecar(
                    "default", "x", "10.0.0.1", Map.of("label", "x".repeat(1_000_000))))
            .build());

    Status end = client.awaitEnd();
    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("metadata");
  }

  @Test
  void aNodeIdThatCouldForgeLogLinesIsRefused() {
    DeltaXdsClient client = ads.delta();
    client.sendRaw(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(XdsType.CLUSTER.typeUrl())
            .setNode(TestNodes.sidecar("default", "x\nINFO all is well", "10.0.0.1"))
            .build());

    assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void tooManyNamesEndTheStream() {
    DeltaXdsClient client = ads.delta();
    String[] names = new String[60_000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "e" + i;
    }
    client.subscribe(XdsType.ENDPOINT, names);
    client.subscribe(XdsType.ROUTE, names);

    assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void aProxyThatNeverAcksIsStillServedAndBounded() {
    ads.close();
    ads = new AdsFixture(AdsOptions.DEFAULT.withAckPatience(Duration.ofMillis(20)));
    ProxySnapshot snapshot = mesh(1, 3);
    ads.publish(snapshot);
    DeltaXdsClient client = ads.delta();
    client.stopAcking();
    client.sync();

    for (int i = 1; i <= 500; i++) {
      snapshot = with(snapshot, endpoints("s0", i));
      ads.publish(snapshot);
      client.awaitResponses(XdsType.ENDPOINT, 1 + i);
    }

    XdsResponse last = client.awaitResponses(XdsType.ENDPOINT, 501);
    assertThat(last.versions().get("s0"))
        .isEqualTo(snapshot.resources(XdsType.ENDPOINT).get("s0").orElseThrow().version());
  }

  @Test
  void whatWaitedForAnAckIsSentWithoutItThoughNothingElseChanges() {
    ads.close();
    ads = new AdsFixture(AdsOptions.DEFAULT.withAckPatience(Duration.ofSeconds(2)));
    ads.publish(mesh(1, 3));
    DeltaXdsClient client = ads.delta();
    client.sync();
    client.stopAcking();

    ProxySnapshot more = mesh(2, 4); // its listener waits until the new cluster is acknowledged
    ads.publish(more);

    XdsResponse last = client.awaitResponses(XdsType.LISTENER, 2);
    assertThat(last.versions()).containsOnlyKeys("l3");
  }

  /** Sends these bytes as a delta request and returns how the stream ends. */
  private Status sendBytes(byte[] bytes) throws Exception {
    MethodDescriptor<byte[], InputStream> method =
        AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod().toBuilder(
                AdsPressureTest.<byte[]>marshaller(ByteArrayInputStream::new),
                AdsPressureTest.<InputStream>marshaller(_ -> InputStream.nullInputStream()))
            .build();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", ads.server.port()).usePlaintext().build();
    CompletableFuture<Status> end = new CompletableFuture<>();
    try {
      ClientCall<byte[], InputStream> call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              end.complete(status);
            }
          },
          new Metadata());
      call.request(1);
      call.sendMessage(bytes);
      return end.get(20, TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  private static <T> MethodDescriptor.Marshaller<T> marshaller(
      java.util.function.Function<T, InputStream> writer) {
    return new MethodDescriptor.Marshaller<>() {
      @Override
      public InputStream stream(T value) {
        return writer.apply(value);
      }

      @Override
      public T parse(InputStream stream) {
        throw new UnsupportedOperationException("nothing is expected");
      }
    };
  }
}

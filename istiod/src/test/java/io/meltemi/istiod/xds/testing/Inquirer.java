package io.meltemi.istiod.xds.testing;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks over ADS as istioctl does: its first request already has a nonce, of no response, and its
 * node is nobody's.
 */
public final class Inquirer implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final String NONCE = "2026-01-01 00:00:00.000 +0000 UTC m=+0.1";

  private final ManagedChannel channel;
  private final Node node;
  private final BlockingQueue<Object> came = new LinkedBlockingQueue<>();
  private final StreamObserver<DiscoveryRequest> requests;

  private Inquirer(Dial dial, Node node) {
    this.channel = dial.channel();
    this.node = node;
    this.requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel)
            .streamAggregatedResources(new Taker<DiscoveryResponse>());
  }

  public static Inquirer open(Dial dial) {
    return new Inquirer(dial, TestNodes.sidecar("default", "test-1", "127.0.0.1"));
  }

  /** Whatever takes what comes. */
  private final class Taker<T> implements StreamObserver<T> {

    @Override
    public void onNext(T response) {
      came.add(response);
    }

    @Override
    public void onError(Throwable error) {
      came.add(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
      came.add(Status.OK);
    }
  }

  /** ACKs a response; istioctl does not, others might. */
  public void acknowledge(DiscoveryResponse response) {
    send(response.getTypeUrl(), response.getNonce());
  }

  private void send(String typeUrl, String nonce, String... names) {
    requests.onNext(
        DiscoveryRequest.newBuilder()
            .setNode(node)
            .setTypeUrl(typeUrl)
            .setResponseNonce(nonce)
            .addAllResourceNames(List.of(names))
            .build());
  }

  public DiscoveryResponse ask(String typeUrl, String... names) {
    send(typeUrl, NONCE, names);
    return (DiscoveryResponse) next();
  }

  public Status refusal(String typeUrl, String... names) {
    send(typeUrl, NONCE, names);
    return (Status) next();
  }

  /** The same question on a delta stream of its own. */
  public DeltaDiscoveryResponse askDelta(String typeUrl, String... names) {
    AggregatedDiscoveryServiceGrpc.newStub(channel)
        .deltaAggregatedResources(new Taker<DeltaDiscoveryResponse>())
        .onNext(
            DeltaDiscoveryRequest.newBuilder()
                .setNode(node)
                .setTypeUrl(typeUrl)
                .addAllResourceNamesSubscribe(List.of(names))
                .build());
    return (DeltaDiscoveryResponse) next();
  }

  private Object next() {
    try {
      Object next = came.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no answer");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

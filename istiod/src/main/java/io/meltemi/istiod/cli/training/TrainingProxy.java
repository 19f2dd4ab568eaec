package io.meltemi.istiod.cli.training;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.meltemi.translator.xds.XdsType;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A delta ADS stream that asks for everything, as an Envoy does, and ACKs it. */
final class TrainingProxy implements StreamObserver<DeltaDiscoveryResponse>, AutoCloseable {

  private final ManagedChannel channel;
  private final StreamObserver<DeltaDiscoveryRequest> requests;
  private final Semaphore responses = new Semaphore(0);

  TrainingProxy(int port, int number) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .maxInboundMessageSize(1 << 30)
            .build();
    requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
    requests.onNext(request(XdsType.CLUSTER).setNode(node(number)).build());
    requests.onNext(request(XdsType.LISTENER).build());
  }

  private static Node node(int number) {
    String namespace = "ns-" + number % 4;
    return Node.newBuilder()
        .setId(
            "sidecar~10.0.%d.11~proxy-%d.%s~%s.svc.cluster.local"
                .formatted(number, number, namespace, namespace))
        .setMetadata(
            Struct.newBuilder()
                .putFields("NAMESPACE", Value.newBuilder().setStringValue(namespace).build()))
        .build();
  }

  private static DeltaDiscoveryRequest.Builder request(XdsType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  /** Waits for that many responses more; gives up after a few seconds. */
  void await(int number) throws InterruptedException {
    responses.tryAcquire(number, 5, TimeUnit.SECONDS);
  }

  @Override
  public void onNext(DeltaDiscoveryResponse response) {
    if (response.getTypeUrl().equals(XdsType.CLUSTER.typeUrl())) {
      DeltaDiscoveryRequest.Builder endpoints = request(XdsType.ENDPOINT);
      for (Resource resource : response.getResourcesList()) {
        endpoints.addResourceNamesSubscribe(resource.getName());
      }
      requests.onNext(endpoints.build());
    }
    if (response.getTypeUrl().equals(XdsType.LISTENER.typeUrl())) {
      requests.onNext(request(XdsType.ROUTE).addResourceNamesSubscribe("80").build());
    }
    requests.onNext(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce())
            .build());
    responses.release();
  }

  @Override
  public void onError(Throwable e) {}

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

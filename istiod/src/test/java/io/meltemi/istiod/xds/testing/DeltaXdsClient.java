package io.meltemi.istiod.xds.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.stub.ClientCallStreamObserver;
import io.meltemi.translator.xds.XdsType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A delta ADS stream. */
public final class DeltaXdsClient extends XdsClient {

  private @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> requests;

  DeltaXdsClient(Dial dial, Node node) {
    super(dial, node);
  }

  @Override
  void open() {
    requests =
        (ClientCallStreamObserver<DeltaDiscoveryRequest>)
            AggregatedDiscoveryServiceGrpc.newStub(channel)
                .deltaAggregatedResources(
                    new Observer<DeltaDiscoveryRequest, DeltaDiscoveryResponse>() {
                      @Override
                      public void onNext(DeltaDiscoveryResponse response) {
                        received(read(response));
                      }
                    });
  }

  @Override
  public void subscribe(XdsType type) {
    send(request(type));
  }

  /** Asks for all of a type again by the name {@code *}. */
  public void subscribeToWildcard(XdsType type) {
    send(request(type).addResourceNamesSubscribe("*"));
  }

  /** The first request after a reconnect: what is known already, and the names asked for. */
  public void resubscribe(XdsType type, Map<String, String> known, String... subscribed) {
    send(
        request(type)
            .putAllInitialResourceVersions(known)
            .addAllResourceNamesSubscribe(List.of(subscribed)));
  }

  @Override
  public void subscribe(XdsType type, String... more) {
    synchronized (this) {
      names(type).addAll(List.of(more));
    }
    send(request(type).addAllResourceNamesSubscribe(List.of(more)));
  }

  @Override
  public void unsubscribe(XdsType type, String... less) {
    synchronized (this) {
      names(type).removeAll(List.of(less));
    }
    send(request(type).addAllResourceNamesUnsubscribe(List.of(less)));
  }

  @Override
  public void sendRaw(Message request) {
    stream().onNext((DeltaDiscoveryRequest) request);
  }

  @Override
  void acknowledge(XdsResponse response, Optional<String> refusal) {
    DeltaDiscoveryRequest.Builder answer =
        request(response.type()).setResponseNonce(response.nonce());
    refusal.ifPresent(words -> answer.setErrorDetail(Status.newBuilder().setMessage(words)));
    send(answer);
  }

  @Override
  boolean replacesAll(XdsType type) {
    return false;
  }

  @Override
  void requestNext() {
    stream().request(1);
  }

  @Override
  void cancel() {
    stream().cancel("the proxy goes away", null);
  }

  private static DeltaDiscoveryRequest.Builder request(XdsType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  private synchronized void send(DeltaDiscoveryRequest.Builder request) {
    if (!nodeSent) {
      request.setNode(node);
      nodeSent = true;
    }
    stream().onNext(request.build());
  }

  private ClientCallStreamObserver<DeltaDiscoveryRequest> stream() {
    if (requests == null) {
      throw new IllegalStateException("not open");
    }
    return requests;
  }

  private static XdsResponse read(DeltaDiscoveryResponse response) {
    ImmutableMap.Builder<String, Any> resources = ImmutableMap.builder();
    ImmutableMap.Builder<String, String> versions = ImmutableMap.builder();
    for (Resource resource : response.getResourcesList()) {
      resources.put(resource.getName(), resource.getResource());
      versions.put(resource.getName(), resource.getVersion());
    }
    return new XdsResponse(
        XdsType.parse(response.getTypeUrl()).orElseThrow(),
        response.getSystemVersionInfo(),
        response.getNonce(),
        resources.buildOrThrow(),
        versions.buildOrThrow(),
        ImmutableList.copyOf(response.getRemovedResourcesList()));
  }
}

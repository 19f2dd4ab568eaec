package io.meltemi.istiod.xds.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.meltemi.translator.xds.XdsType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state-of-the-world ADS stream. Every request of a type repeats its names. */
public final class SotwXdsClient extends XdsClient {

  private final Map<XdsType, String> acceptedVersions = new EnumMap<>(XdsType.class);
  private final Map<XdsType, String> lastNonces = new EnumMap<>(XdsType.class);
  private @Nullable ClientCallStreamObserver<DiscoveryRequest> requests;

  SotwXdsClient(Dial dial, Node node) {
    super(dial, node);
  }

  @Override
  void open() {
    requests =
        (ClientCallStreamObserver<DiscoveryRequest>)
            AggregatedDiscoveryServiceGrpc.newStub(channel)
                .streamAggregatedResources(
                    new Observer<DiscoveryRequest, DiscoveryResponse>() {
                      @Override
                      public void onNext(DiscoveryResponse response) {
                        received(read(response));
                      }
                    });
  }

  /** The version last accepted, as a reconnecting client tells it. */
  public synchronized String acceptedVersion(XdsType type) {
    return acceptedVersions.getOrDefault(type, "");
  }

  /** Pretends to have accepted a version on an earlier stream. */
  public synchronized void pretendToHave(XdsType type, String version) {
    acceptedVersions.put(type, version);
  }

  @Override
  public void subscribe(XdsType type) {
    send(request(type));
  }

  @Override
  public void subscribe(XdsType type, String... more) {
    synchronized (this) {
      names(type).addAll(List.of(more));
    }
    send(request(type));
  }

  @Override
  public void unsubscribe(XdsType type, String... less) {
    synchronized (this) {
      names(type).removeAll(List.of(less));
    }
    send(request(type));
  }

  @Override
  public void sendRaw(Message request) {
    stream().onNext((DiscoveryRequest) request);
  }

  @Override
  void acknowledge(XdsResponse response, Optional<String> refusal) {
    DiscoveryRequest.Builder answer;
    synchronized (this) {
      if (refusal.isEmpty()) {
        acceptedVersions.put(response.type(), response.version());
      }
      lastNonces.put(response.type(), response.nonce());
      answer = request(response.type());
    }
    refusal.ifPresent(words -> answer.setErrorDetail(Status.newBuilder().setMessage(words)));
    send(answer);
  }

  /** Clusters and listeners come all together; the other types name by name. */
  @Override
  boolean replacesAll(XdsType type) {
    return type.isWildcard();
  }

  @Override
  void requestNext() {
    stream().request(1);
  }

  @Override
  void cancel() {
    stream().cancel("the proxy goes away", null);
  }

  private synchronized DiscoveryRequest.Builder request(XdsType type) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(type.typeUrl())
        .setVersionInfo(acceptedVersion(type))
        .setResponseNonce(lastNonces.getOrDefault(type, ""))
        .addAllResourceNames(names(type));
  }

  private synchronized void send(DiscoveryRequest.Builder request) {
    if (!nodeSent) {
      request.setNode(node);
      nodeSent = true;
    }
    stream().onNext(request.build());
  }

  private ClientCallStreamObserver<DiscoveryRequest> stream() {
    if (requests == null) {
      throw new IllegalStateException("not open");
    }
    return requests;
  }

  private static XdsResponse read(DiscoveryResponse response) {
    XdsType type = XdsType.parse(response.getTypeUrl()).orElseThrow();
    ImmutableMap.Builder<String, Any> resources = ImmutableMap.builder();
    for (Any resource : response.getResourcesList()) {
      resources.put(ResourceNames.of(type, resource), resource);
    }
    return new XdsResponse(
        type,
        response.getVersionInfo(),
        response.getNonce(),
        resources.buildOrThrow(),
        ImmutableMap.of(),
        ImmutableList.of());
  }
}

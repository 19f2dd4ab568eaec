package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came in on a stream: a request of either protocol variant, or bytes that are none. */
sealed interface Inbound {

  /** Bytes that are not the message they should be. A value, so that the stream can say so. */
  record Malformed(String reason) implements Inbound {}

  /**
   * A request, in the words of delta xDS.
   *
   * @param node empty on all but the first request of a stream: Envoy sends it only there
   * @param nonce of the response this answers; empty if it answers none
   * @param error the words of a NACK
   * @param subscribe delta: names to add; state of the world: all names
   * @param unsubscribe delta only
   * @param known delta only, on the first request: name to version of what the proxy has
   * @param version state of the world only: the last version the proxy accepted
   */
  record Request(
      String typeUrl,
      Optional<NodeInfo> node,
      String nonce,
      Optional<String> error,
      List<String> subscribe,
      List<String> unsubscribe,
      Map<String, String> known,
      String version)
      implements Inbound {}

  static Inbound delta(InputStream bytes) {
    try {
      DeltaDiscoveryRequest request = DeltaDiscoveryRequest.parseFrom(bytes);
      return new Request(
          request.getTypeUrl(),
          node(request.hasNode(), request.getNode()),
          request.getResponseNonce(),
          error(request.hasErrorDetail(), request.getErrorDetail().getMessage()),
          request.getResourceNamesSubscribeList(),
          request.getResourceNamesUnsubscribeList(),
          request.getInitialResourceVersionsMap(),
          "");
    } catch (InvalidProtocolBufferException e) {
      return new Malformed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Inbound stateOfTheWorld(InputStream bytes) {
    try {
      DiscoveryRequest request = DiscoveryRequest.parseFrom(bytes);
      return new Request(
          request.getTypeUrl(),
          node(request.hasNode(), request.getNode()),
          request.getResponseNonce(),
          error(request.hasErrorDetail(), request.getErrorDetail().getMessage()),
          request.getResourceNamesList(),
          ImmutableList.of(),
          ImmutableMap.of(),
          request.getVersionInfo());
    } catch (InvalidProtocolBufferException e) {
      return new Malformed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Optional<NodeInfo> node(boolean present, Node node) {
    return present ? Optional.of(NodeInfo.from(node)) : Optional.empty();
  }

  private static Optional<String> error(boolean present, String message) {
    return present ? Optional.of(message) : Optional.empty();
  }
}

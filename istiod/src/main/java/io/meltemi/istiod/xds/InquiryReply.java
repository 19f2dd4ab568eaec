package io.meltemi.istiod.xds;

import com.google.protobuf.MessageLite;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.io.OutputStream;

/** The response to an inquiry, in either dialect. */
record InquiryReply(MessageLite message) implements Outbound {

  static InquiryReply of(
      Dialect dialect,
      ControlPlane sender,
      String typeUrl,
      String nonce,
      Inquiries.Reply.Found found) {
    return new InquiryReply(
        switch (dialect) {
          case DELTA -> delta(sender, typeUrl, nonce, found);
          case STATE_OF_THE_WORLD -> stateOfTheWorld(sender, typeUrl, nonce, found);
        });
  }

  private static DeltaDiscoveryResponse delta(
      ControlPlane sender, String typeUrl, String nonce, Inquiries.Reply.Found found) {
    DeltaDiscoveryResponse.Builder response =
        DeltaDiscoveryResponse.newBuilder()
            .setControlPlane(sender)
            .setTypeUrl(typeUrl)
            .setNonce(nonce);
    for (Inquiries.Named each : found.resources()) {
      response.addResources(
          Resource.newBuilder().setName(each.name()).setResource(each.resource()));
    }
    return response.build();
  }

  private static DiscoveryResponse stateOfTheWorld(
      ControlPlane sender, String typeUrl, String nonce, Inquiries.Reply.Found found) {
    DiscoveryResponse.Builder response =
        DiscoveryResponse.newBuilder()
            .setControlPlane(sender)
            .setTypeUrl(typeUrl)
            .setVersionInfo(nonce)
            .setNonce(nonce);
    found.resources().forEach(each -> response.addResources(each.resource()));
    return response.build();
  }

  @Override
  public int size() {
    return message.getSerializedSize();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    message.writeTo(out);
  }
}

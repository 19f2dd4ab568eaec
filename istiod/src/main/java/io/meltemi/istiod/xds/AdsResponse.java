package io.meltemi.istiod.xds;

import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.meltemi.translator.xds.XdsResource;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A response that writes itself straight from the resources' own bytes, as {@code
 * DeltaDiscoveryResponse} or {@code DiscoveryResponse}: no message is built for it, and a resource
 * is copied once, into the transport's buffer.
 *
 * <p>The field numbers are those of {@code envoy/service/discovery/v3/discovery.proto}.
 */
final class AdsResponse implements Outbound {

  private static final int BUFFER = 64 * 1024;

  // DiscoveryResponse and DeltaDiscoveryResponse agree on these.
  private static final int VERSION = 1;
  private static final int TYPE_URL = 4;
  private static final int NONCE = 5;
  private static final int REMOVED_RESOURCES = 6;
  // CONTROL_PLANE they do not.
  private static final int DELTA_CONTROL_PLANE = 7;
  private static final int CONTROL_PLANE = 6;

  private final Dialect dialect;
  private final ControlPlane sender;
  private final Delivery delivery;
  private final Batch batch;
  private final int size;

  AdsResponse(Dialect dialect, ControlPlane sender, Delivery delivery, Batch batch) {
    this.dialect = dialect;
    this.sender = sender;
    this.delivery = delivery;
    this.batch = batch;
    this.size = computeSize();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    CodedOutputStream coded = CodedOutputStream.newInstance(out, Math.clamp(size, 512, BUFFER));
    coded.writeString(VERSION, delivery.version());
    for (XdsResource resource : batch.resources()) {
      if (dialect.isDelta()) {
        resource.header().writeDelta(coded);
      } else {
        resource.header().writeStateOfTheWorld(coded);
      }
      coded.writeRawBytes(resource.bytes());
    }
    coded.writeString(TYPE_URL, delivery.type().typeUrl());
    coded.writeString(NONCE, delivery.nonce());
    for (String name : batch.removed()) {
      coded.writeString(REMOVED_RESOURCES, name);
    }
    if (!sender.getIdentifier().isEmpty()) {
      coded.writeMessage(senderField(), sender);
    }
    coded.flush();
  }

  private int computeSize() {
    int sum =
        CodedOutputStream.computeStringSize(VERSION, delivery.version())
            + CodedOutputStream.computeStringSize(TYPE_URL, delivery.type().typeUrl())
            + CodedOutputStream.computeStringSize(NONCE, delivery.nonce());
    for (XdsResource resource : batch.resources()) {
      sum += sizeIn(dialect, resource);
    }
    for (String name : batch.removed()) {
      sum += CodedOutputStream.computeStringSize(REMOVED_RESOURCES, name);
    }
    if (!sender.getIdentifier().isEmpty()) {
      sum += CodedOutputStream.computeMessageSize(senderField(), sender);
    }
    return sum;
  }

  private int senderField() {
    return dialect.isDelta() ? DELTA_CONTROL_PLANE : CONTROL_PLANE;
  }

  /** What one resource takes in a response. */
  static int sizeIn(Dialect dialect, XdsResource resource) {
    int header =
        dialect.isDelta() ? resource.header().deltaSize() : resource.header().stateOfTheWorldSize();
    return header + resource.bytes().size();
  }
}

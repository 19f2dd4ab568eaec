package io.meltemi.istiod.door;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.meltemi.translator.xds.XdsType;
import java.nio.ByteBuffer;

/** Frames of HTTP/2, written by hand: no library would send what these tests send. */
final class Frames {

  static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_HEADERS = 4;
  static final int END_STREAM = 1;

  static final String ADS =
      "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources";

  private Frames() {}

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** HPACK without a table: what gRPC expects of a call. */
  static byte[] call(String path) {
    ByteBuffer block = ByteBuffer.allocate(512);
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(block, ":path", path);
    literal(block, ":authority", "istiod");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    byte[] bytes = new byte[block.position()];
    block.flip().get(bytes);
    return bytes;
  }

  /** In gRPC's frame: of a proxy that wants clusters. */
  static byte[] firstRequest() {
    byte[] request =
        DeltaDiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId("sidecar~10.0.0.1~r.default~default.svc"))
            .setTypeUrl(XdsType.CLUSTER.typeUrl())
            .build()
            .toByteArray();
    return message(request);
  }

  /** In gRPC's frame: a field that is longer than what is there. */
  static byte[] junkRequest() {
    return message(new byte[] {0x0a, 0x7f, 1});
  }

  private static byte[] message(byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  static byte[] oneHeader() {
    ByteBuffer block = ByteBuffer.allocate(5);
    literal(block, "a", "b");
    return block.array();
  }

  private static void literal(ByteBuffer block, String name, String value) {
    block.put((byte) 0);
    block.put((byte) name.length()).put(name.getBytes(US_ASCII));
    block.put((byte) value.length()).put(value.getBytes(US_ASCII));
  }

  static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}

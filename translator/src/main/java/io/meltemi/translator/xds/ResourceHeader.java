package io.meltemi.translator.xds;

import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The bytes that stand before a resource's own in a discovery response, encoded once for all
 * proxies: {@code envoy/service/discovery/v3/discovery.proto} allows fields in any order, so the
 * resource itself is put last.
 *
 * <p>A {@code DeltaDiscoveryResponse} has {@code Resource resources = 2} with {@code version = 1},
 * {@code name = 3} and {@code Any resource = 2}; a {@code DiscoveryResponse} has {@code Any
 * resources = 2}. The second is the end of the first.
 */
public final class ResourceHeader {

  private static final int RESOURCES = 2;
  private static final int RESOURCE_VERSION = 1;
  private static final int RESOURCE_NAME = 3;

  private final byte[] bytes;
  private final int anyStart;

  private ResourceHeader(byte[] bytes, int anyStart) {
    this.bytes = bytes;
    this.anyStart = anyStart;
  }

  static ResourceHeader of(String name, String version, Any packed) {
    int wrapped =
        CodedOutputStream.computeStringSize(RESOURCE_VERSION, version)
            + CodedOutputStream.computeStringSize(RESOURCE_NAME, name)
            + CodedOutputStream.computeMessageSize(RESOURCES, packed);
    int anyHeader =
        CodedOutputStream.computeMessageSize(RESOURCES, packed) - packed.getValue().size();
    int wrapper =
        CodedOutputStream.computeTagSize(RESOURCES)
            + CodedOutputStream.computeUInt32SizeNoTag(wrapped);
    byte[] bytes = new byte[wrapper + wrapped - packed.getValue().size()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeTag(RESOURCES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(wrapped);
      out.writeString(RESOURCE_VERSION, version);
      out.writeString(RESOURCE_NAME, name);
      out.writeTag(RESOURCES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(packed.getSerializedSize());
      out.writeString(Any.TYPE_URL_FIELD_NUMBER, packed.getTypeUrl());
      if (!packed.getValue().isEmpty()) {
        out.writeTag(Any.VALUE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(packed.getValue().size());
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("the size of a header was miscounted", e);
    }
    return new ResourceHeader(bytes, bytes.length - anyHeader);
  }

  /** Bytes before the resource's own in a delta response. */
  public int deltaSize() {
    return bytes.length;
  }

  /** Bytes before the resource's own in a state-of-the-world response. */
  public int stateOfTheWorldSize() {
    return bytes.length - anyStart;
  }

  public void writeDelta(CodedOutputStream out) throws IOException {
    out.writeRawBytes(bytes, 0, bytes.length);
  }

  public void writeStateOfTheWorld(CodedOutputStream out) throws IOException {
    out.writeRawBytes(bytes, anyStart, bytes.length - anyStart);
  }
}

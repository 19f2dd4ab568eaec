package io.meltemi.translator.xds;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Deterministic serialisation: the same message gives the same bytes in every process. */
public final class PackedMessage {

  private PackedMessage() {}

  /** The message's bytes with map entries in key order. */
  public static ByteString bytes(MessageLite message) {
    byte[] buffer = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(buffer);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer of the exact size was too small", e);
    }
    return com.google.protobuf.UnsafeByteOperations.unsafeWrap(buffer);
  }
}

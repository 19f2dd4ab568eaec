package io.meltemi.it.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Reads single fields out of serialised messages, and leaves everything else alone. */
final class Wire {

  private Wire() {}

  /** Calls {@code field} with each length-delimited field of a message. */
  static void fields(ByteString message, BiConsumer<Integer, ByteString> field) {
    try {
      CodedInputStream in = message.newCodedInput();
      in.enableAliasing(true);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          field.accept(WireFormat.getTagFieldNumber(tag), in.readBytes());
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the answer is not a message", e);
    }
  }

  /** All length-delimited fields of one number. */
  static List<ByteString> all(ByteString message, int number) {
    List<ByteString> found = new ArrayList<>();
    fields(
        message,
        (field, value) -> {
          if (field == number) {
            found.add(value);
          }
        });
    return found;
  }

  /** The last length-delimited field of one number; empty if there is none. */
  static ByteString last(ByteString message, int number) {
    List<ByteString> found = all(message, number);
    return found.isEmpty() ? ByteString.EMPTY : found.getLast();
  }

  /** The value of a varint field; 0 if it is not there. */
  static long varint(ByteString message, int number) {
    try {
      CodedInputStream in = message.newCodedInput();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == number
            && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
          return in.readRawVarint64();
        }
        in.skipField(tag);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the answer is not a message", e);
    }
  }

  /** Whether the bytes of {@code wanted} stand anywhere in {@code message}. */
  static boolean contains(byte[] message, byte[] wanted) {
    outer:
    for (int i = 0; i <= message.length - wanted.length; i++) {
      for (int j = 0; j < wanted.length; j++) {
        if (message[i + j] != wanted[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }
}

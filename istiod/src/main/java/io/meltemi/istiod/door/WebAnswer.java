package io.meltemi.istiod.door;

import com.google.common.net.MediaType;
import com.google.protobuf.ByteString;

/** What a {@link WebDoor} answers. */
public record WebAnswer(int status, MediaType type, ByteString body) {

  public static WebAnswer text(int status, String text) {
    return new WebAnswer(status, MediaType.PLAIN_TEXT_UTF_8, ByteString.copyFromUtf8(text));
  }
}

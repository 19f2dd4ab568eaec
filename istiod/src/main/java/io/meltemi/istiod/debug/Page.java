package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.MediaType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.function.Supplier;

/** One page of an {@link HttpDoor}. */
public interface Page {

  /** What a page answers. */
  record Answer(int status, MediaType type, ByteString body) {

    public static Answer text(int status, String text) {
      return new Answer(status, MediaType.PLAIN_TEXT_UTF_8, ByteString.copyFromUtf8(text));
    }
  }

  /** Writes a JSON value. */
  interface JsonBody {
    void write(JsonGenerator json) throws IOException;
  }

  /** Answers a GET with these query parameters. */
  Answer answer(ImmutableMap<String, String> query) throws IOException;

  /** A page whose answer is always 200 and JSON. */
  static Page json(JsonBody body) {
    return _ -> json(200, body);
  }

  /** A page that shows one object as it was understood. */
  static Page ofObject(Supplier<?> object) {
    return json(json -> RecordJson.write(json, object.get()));
  }

  static Answer json(int status, JsonBody body) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    try (JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
      body.write(json);
    }
    return new Answer(status, MediaType.JSON_UTF_8, out.toByteString());
  }
}

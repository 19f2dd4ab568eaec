package io.meltemi.webhook.serve;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Reads bodies of requests, each within a limit and all together within another. */
final class BodyBudget {

  private static final int CHUNK = 16 * 1024;

  private final long each;
  private final long together;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(long each, long together) {
    this.each = each;
    this.together = together;
  }

  /** A body, or why there is none. */
  sealed interface Body {

    record Whole(ByteString bytes) implements Body {}

    record TooLarge() implements Body {}

    record NoRoom() implements Body {}
  }

  /** What is done with a body; its bytes count for as long as that takes. */
  interface Use<T> {
    T of(Body body) throws IOException;
  }

  <T> T read(InputStream in, Use<T> use) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    long taken = 0;
    try {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (bytes.size() + read > each) {
          return use.of(new Body.TooLarge());
        }
        if (held.addAndGet(read) > together) {
          held.addAndGet(-read);
          return use.of(new Body.NoRoom());
        }
        taken += read;
        bytes.write(chunk, 0, read);
      }
      return use.of(new Body.Whole(bytes.toByteString()));
    } finally {
      held.addAndGet(-taken);
    }
  }
}

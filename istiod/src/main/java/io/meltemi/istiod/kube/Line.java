package io.meltemi.istiod.kube;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reflector's line to the server, one answer after the other: when something was last heard on
 * it, and a way to hang up that any thread may use.
 */
final class Line {

  private static final Logger log = LoggerFactory.getLogger(Line.class);

  private volatile long heardAt = System.nanoTime();
  private volatile @Nullable InputStream answer;

  Duration silent() {
    return Duration.ofNanos(System.nanoTime() - heardAt);
  }

  /** An answer begins. */
  InputStream answered(InputStream body) {
    heardAt = System.nanoTime();
    answer = body;
    return new Listening(body);
  }

  /** Whoever reads the answer sees its end, or that it broke off. */
  void hangUp() {
    InputStream speaking = answer;
    if (speaking != null) {
      try {
        speaking.close();
      } catch (IOException e) {
        log.debug("hanging up", e);
      }
    }
  }

  /** Notes when something came in. */
  private final class Listening extends FilterInputStream {

    Listening(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      heardAt = System.nanoTime();
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      heardAt = System.nanoTime();
      return read;
    }
  }
}

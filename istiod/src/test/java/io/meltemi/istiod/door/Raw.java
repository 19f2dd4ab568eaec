package io.meltemi.istiod.door;

import static io.meltemi.istiod.door.Frames.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** What clients do that no library would: frame by frame on a socket. */
final class Raw {

  static final byte[] NOTHING = new byte[0];

  /** Far more than any door takes, and an end to a test that fails. */
  private static final int FLOOD = 2_000_000;

  private Raw() {}

  static Socket hello(Socket socket) throws IOException {
    socket.getOutputStream().write(Frames.PREFACE);
    socket.getOutputStream().write(frame(Frames.SETTINGS, 0, 0, NOTHING));
    return socket;
  }

  /** With a stream that is open, and headers of its answer that have come. */
  static Socket letIn(Socket socket) throws IOException {
    hello(socket);
    byte[] call = Frames.call(Frames.ADS);
    socket.getOutputStream().write(frame(Frames.HEADERS, Frames.END_HEADERS, 1, call));
    socket.getOutputStream().write(frame(Frames.DATA, 0, 1, Frames.firstRequest()));
    while (next(socket) != Frames.HEADERS) {
      // SETTINGS and the like
    }
    return socket;
  }

  /** Reads a frame and says its type. */
  static int next(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] head = in.readNBytes(9);
    assertThat(head).hasSize(9);
    in.skipNBytes(((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff));
    return head[3];
  }

  interface Source {
    byte[] next(int i);
  }

  /** Writes until the door has had enough. */
  static void flood(Socket socket, Source frames) {
    assertThat(upTo(FLOOD, socket, frames)).as("frames that the door took").isLessThan(FLOOD);
  }

  /** Writes so many, or less if the door closes. How many. */
  static int upTo(int most, Socket socket, Source frames) {
    for (int i = 0; i < most; i++) {
      try {
        socket.getOutputStream().write(frames.next(i));
      } catch (IOException _) {
        return i;
      }
    }
    return most;
  }

  /** What came until the other end closed. */
  static String drain(InputStream in) throws IOException {
    byte[] buffer = new byte[4096];
    StringBuilder said = new StringBuilder();
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        said.append(new String(buffer, 0, read, US_ASCII));
      }
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // reset is closed, too
    }
    return said.toString();
  }

  /** Reads beside whoever writes; fails if the door does not hang up. */
  static CompletableFuture<String> hangUp(Socket socket) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return drain(socket.getInputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  /** For those who are not asked how it ended. */
  static void drainQuietly(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // the other thread sees it, too
    }
  }
}

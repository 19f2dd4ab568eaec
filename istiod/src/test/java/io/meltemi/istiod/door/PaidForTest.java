package io.meltemi.istiod.door;

import static io.meltemi.istiod.door.Frames.frame;
import static io.meltemi.istiod.door.Frames.joined;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.xds.testing.XdsClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That an address pays for what is done from there for nothing, and others do not. */
final class PaidForTest {

  private static final String THEIRS = "127.0.0.3";
  private static final byte[] CALL = Frames.call(Frames.ADS);
  private static final byte[] CANCEL = {0, 0, 0, 8};

  @TempDir Path temp = Path.of("");
  private OpenDoors doors;

  @BeforeEach
  void open() {
    doors =
        new OpenDoors(
            temp.resolve("state"),
            DoorLimits.DEFAULT.withStrangers(StrangerLimits.PROXIES.withFailures(10, 0)));
  }

  @AfterEach
  void close() {
    doors.close();
  }

  /**
   * A call that is of no use to anybody.
   *
   * @param afterItsHeaders frames of a stream
   */
  record Useless(String why, IntFunction<byte[]> afterItsHeaders) {

    byte[] call(int i) {
      int stream = 2 * i + 3;
      return joined(
          frame(Frames.HEADERS, Frames.END_HEADERS, stream, CALL), afterItsHeaders.apply(stream));
    }

    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Useless> useless() {
    return Stream.of(
        new Useless(
            "no request",
            stream -> frame(Frames.DATA, Frames.END_STREAM, stream, Frames.junkRequest())),
        new Useless(
            "ended without a request",
            stream -> frame(Frames.DATA, Frames.END_STREAM, stream, Raw.NOTHING)),
        new Useless(
            "reset without a request", stream -> frame(Frames.RST_STREAM, 0, stream, CANCEL)),
        new Useless(
            "reset without an answer",
            stream ->
                joined(
                    frame(Frames.DATA, 0, stream, Frames.firstRequest()),
                    frame(Frames.RST_STREAM, 0, stream, CANCEL))));
  }

  /** Fewer than the resets that a connection may send. */
  @ParameterizedTest
  @MethodSource("useless")
  void callsForNothingEndTheConnectionAndNoOther(Useless useless) throws Exception {
    XdsClient healthy = doors.plaintextClient();
    Socket socket = Raw.letIn(doors.socketToPlaintext());
    CompletableFuture<String> end = Raw.hangUp(socket);
    Raw.upTo(100, socket, useless::call);
    assertThat(end).succeedsWithin(Duration.ofSeconds(30));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void streamsThatEndWithTheirConnectionsArePaidFor() throws Exception {
    for (int i = 0; doors.turnedAway() == 0; i++) {
      assertThat(i).as("connections, each with a stream").isLessThan(1000);
      try (Socket socket = doors.socketToPlaintext(THEIRS)) {
        Raw.letIn(socket);
      } catch (IOException | AssertionError _) {
        // turned away
      }
    }
    doors.plaintextClient();
  }

  @Test
  void strangersFramesArePaidFor() throws IOException {
    byte[] priority = frame(Frames.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1});
    Raw.flood(Raw.hello(doors.socketToPlaintext(THEIRS)), _ -> priority);
    Raw.drain(doors.socketToPlaintext(THEIRS).getInputStream());
    assertThat(doors.turnedAway()).isEqualTo(1);
    doors.plaintextClient();
  }

  /** Fewer than a friend may send in ten seconds. */
  @Test
  void friendsFramesArePaidFor() throws Exception {
    Socket socket = Raw.letIn(doors.socketToPlaintext(THEIRS));
    CompletableFuture<String> end = Raw.hangUp(socket);
    Raw.upTo(20_000, socket, _ -> frame(Frames.SETTINGS, 0, 0, Raw.NOTHING));
    assertThat(end).succeedsWithin(Duration.ofSeconds(30));
  }

  /** A pushed proxy answers each response with an acknowledgement and opens windows. */
  @Test
  void whatComesWithResponsesIsFree() throws IOException {
    Socket socket = Raw.letIn(doors.socketToPlaintext(THEIRS));
    Raw.upTo(20_000, socket, _ -> frame(Frames.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}));
    socket.getOutputStream().write(frame(Frames.PING, 0, 0, new byte[8]));
    while (Raw.next(socket) != Frames.PING) {
      // the answer to what was said before
    }
  }
}

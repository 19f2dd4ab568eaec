package io.meltemi.istiod.door;

import static io.meltemi.istiod.door.Frames.frame;
import static io.meltemi.istiod.door.Frames.joined;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection may not do to a door, and that those who came before notice nothing. */
final class HostileClientsTest {

  private static final byte[] NOTHING = new byte[0];

  /** Far more than any door takes, and an end to a test that fails. */
  private static final int FLOOD = 2_000_000;

  @TempDir Path temp = Path.of("");
  private final List<OpenDoors> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(OpenDoors::close);
  }

  private OpenDoors doors(DoorLimits limits) {
    OpenDoors doors = new OpenDoors(temp.resolve("state"), limits);
    opened.add(doors);
    return doors;
  }

  @Test
  void whoDoesNotShakeHandsIsShownOut() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT.withHandshake(Duration.ofMillis(300)));
    XdsClient healthy = OpenDoors.answered(doors.client(doors.dialWithCertificate()));
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      idle.add(i % 2 == 0 ? doors.socketToSecure() : doors.socketToPlaintext());
    }
    for (Socket each : idle) {
      drain(each.getInputStream());
    }
    OpenDoors.goesOn(healthy);
  }

  @Test
  void whoShakesHandsAndAsksNothingIsShownOut() throws IOException {
    OpenDoors doors = doors(patient(Duration.ofSeconds(3)));
    XdsClient healthy = doors.plaintextClient();
    drain(hello(doors).getInputStream());
    OpenDoors.goesOn(healthy);
  }

  @Test
  void whoAsksByTheLetterIsShownOut() throws IOException {
    OpenDoors doors = doors(patient(Duration.ofSeconds(3)));
    Socket slow = hello(doors);
    slow.getOutputStream().write(frame(Frames.HEADERS, 0, 1, Frames.call(Frames.ADS)));
    drain(slow.getInputStream());
  }

  @Test
  void whoWasLetInMayStayLongerThanAStranger() {
    OpenDoors doors = doors(patient(Duration.ofSeconds(3)));
    XdsClient healthy = OpenDoors.answered(doors.client(doors.dialWithCertificate()));
    XdsClient refused = doors.client(doors.dialSecure());
    refused.subscribe(XdsType.CLUSTER);
    assertThat(refused.awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    doors.awaitConnections(1);
    OpenDoors.goesOn(healthy);
  }

  @Test
  void oneAddressMayNotCrowdOutTheOthers() throws IOException {
    StrangerLimits few = StrangerLimits.PROXIES.withStrangersPerAddress(20);
    OpenDoors doors = doors(DoorLimits.DEFAULT.withStrangers(few));
    List<Socket> crowd = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      crowd.add(doors.socketToSecure("127.0.0.3"));
    }
    for (Socket each : crowd.subList(20, 60)) {
      drain(each.getInputStream());
    }
    assertThat(doors.turnedAway()).isEqualTo(40); // the others wait to be shown out
    OpenDoors.answered(doors.client(doors.dialWithCertificate()));
    for (Socket each : crowd.subList(0, 20)) {
      each.close();
    }
    doors.awaitConnections(1);
    hold(doors.socketToSecure("127.0.0.3"));
  }

  @Test
  void whoFailsAgainAndAgainHasToWait() throws IOException {
    OpenDoors doors =
        doors(DoorLimits.DEFAULT.withStrangers(StrangerLimits.PROXIES.withFailures(10)));
    for (int i = 0; i < 100; i++) {
      try (Socket each = doors.socketToPlaintext("127.0.0.3")) {
        each.getOutputStream().write("no HTTP/2\r\n\r\n and never will be\r\n".getBytes(US_ASCII));
        drain(each.getInputStream());
      } catch (IOException _) {
        // closed before all was written
      }
    }
    assertThat(doors.turnedAway()).isPositive();
    // Those who succeed may come as often as they like.
    for (int i = 0; i < 30; i++) {
      doors.plaintextClient().close();
    }
  }

  @Test
  void plaintextAtTheSecureDoorIsShownOut() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    Socket socket = doors.socketToSecure();
    socket.getOutputStream().write(Frames.PREFACE);
    drain(socket.getInputStream());
  }

  @Test
  void noConnectionBecomesHttp2ByAnUpgrade() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    Socket socket = doors.socketToPlaintext();
    socket
        .getOutputStream()
        .write(
            """
            GET / HTTP/1.1\r
            Host: istiod\r
            Connection: Upgrade, HTTP2-Settings\r
            Upgrade: h2c\r
            HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r
            \r
            """
                .getBytes(US_ASCII));
    assertThat(drain(socket.getInputStream())).doesNotContain("101");
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotBelieved() {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient thief = doors.client(doors.dialWithStolenName(temp.resolve("other")));
    thief.subscribe(XdsType.CLUSTER);
    assertThat(thief.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    OpenDoors.answered(doors.client(doors.dialWithCertificate()));
  }

  /** By the resets: fewer frames than are taken of someone who has been let in. */
  @Test
  void rapidResetsEndTheConnection() throws Exception {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = letIn(doors);
    Thread reader = Thread.ofVirtual().start(() -> drainQuietly(socket));
    byte[] call = Frames.call(Frames.ADS);
    byte[] cancel = {0, 0, 0, 8};
    upTo(
        5_000,
        socket,
        i ->
            joined(
                frame(Frames.HEADERS, Frames.END_HEADERS, 2 * i + 3, call),
                frame(Frames.RST_STREAM, 0, 2 * i + 3, cancel)));
    assertThat(reader.join(Duration.ofSeconds(20))).as("the door hung up").isTrue();
    OpenDoors.goesOn(healthy);
  }

  @Test
  void headersThatNeverEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = hello(doors);
    socket.getOutputStream().write(frame(Frames.HEADERS, 0, 1, Frames.call(Frames.ADS)));
    flood(socket, _ -> frame(Frames.CONTINUATION, 0, 1, Frames.oneHeader()));
    OpenDoors.goesOn(healthy);
  }

  /** They add nothing to the headers, so that no bound of their size is ever met. */
  @Test
  void emptyContinuationsEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = hello(doors);
    socket.getOutputStream().write(frame(Frames.HEADERS, 0, 1, Frames.call(Frames.ADS)));
    flood(socket, _ -> frame(Frames.CONTINUATION, 0, 1, NOTHING));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void settingsWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    // Nobody reads the acknowledgements.
    flood(hello(doors), _ -> frame(Frames.SETTINGS, 0, 0, NOTHING));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void pingsWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    flood(hello(doors), _ -> frame(Frames.PING, 0, 0, new byte[8]));
    OpenDoors.goesOn(healthy);
  }

  /** Also of someone who has been let in and reads every answer. */
  @Test
  void framesWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    for (byte[] each :
        List.of(
            frame(Frames.SETTINGS, 0, 0, NOTHING),
            frame(Frames.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1}))) {
      Socket socket = letIn(doors);
      Thread.ofVirtual().start(() -> drainQuietly(socket));
      flood(socket, _ -> each);
    }
    OpenDoors.goesOn(healthy);
  }

  /** What a stranger sends beyond its share is not read, and waits in the kernel. */
  @Test
  void callsOfNothingEndWithAStrangersTime() throws IOException {
    OpenDoors doors = doors(patient(Duration.ofMillis(500)));
    Socket socket = hello(doors);
    Thread caller = Thread.ofVirtual().start(() -> callNothing(socket));
    drain(socket.getInputStream());
    caller.interrupt();
  }

  private static void callNothing(Socket socket) {
    int end = Frames.END_HEADERS | 1;
    byte[] call = Frames.call("/no/Thing");
    try {
      for (int i = 0; i < FLOOD; i++) {
        socket.getOutputStream().write(frame(Frames.HEADERS, end, 2 * i + 1, call));
      }
    } catch (IOException _) {
      // cut off
    }
  }

  @Test
  void aStrangersFramesAreCounted() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    byte[] priority = frame(Frames.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1});
    flood(hello(doors), 200_000, _ -> priority);
  }

  @Test
  void anOldConnectionIsToldToComeAgain() {
    OpenDoors doors = doors(DoorLimits.DEFAULT.withMaxAge(Duration.ofMillis(500)));
    XdsClient client = doors.client(doors.dialWithCertificate());
    OpenDoors.answered(client);
    assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  /**
   * What is beyond its share waits in the kernel: less than is sent here, and than frames allow.
   */
  @Test
  void aStrangersBytesAreBounded() throws Exception {
    OpenDoors doors = doors(patient(Duration.ofSeconds(5)));
    Socket socket = hello(doors);
    socket.setSendBufferSize(64 * 1024);
    byte[] unknown = frame(0xbe, 0, 0, new byte[16 * 1024]);
    AtomicInteger sent = new AtomicInteger();
    Thread sender =
        Thread.ofVirtual()
            .start(
                () ->
                    upTo(
                        900,
                        socket,
                        i -> {
                          sent.set(i);
                          return unknown;
                        }));
    drain(socket.getInputStream());
    assertThat(sent).hasValueLessThan(600);
    socket.close();
    sender.join();
  }

  @Test
  void aConnectionHasSoManyCallsAtATime() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    Socket socket = letIn(doors);
    byte[] call = Frames.call(Frames.ADS);
    int refused = 0;
    for (int i = 1; i <= 150; i++) {
      socket.getOutputStream().write(frame(Frames.HEADERS, Frames.END_HEADERS, 2 * i + 1, call));
    }
    socket.getOutputStream().write(frame(Frames.PING, 0, 0, new byte[8]));
    for (int type = next(socket); type != Frames.PING; type = next(socket)) {
      refused += type == Frames.RST_STREAM ? 1 : 0;
    }
    assertThat(refused).isEqualTo(51);
  }

  @Test
  void whoWasLetInAndAsksNothingMoreIsShownOut() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT.withMaxIdle(Duration.ofMillis(300)));
    Socket socket = letIn(doors);
    socket.getOutputStream().write(frame(Frames.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8}));
    drain(socket.getInputStream());
  }

  private static DoorLimits patient(Duration patience) {
    return DoorLimits.DEFAULT.withStrangers(StrangerLimits.PROXIES.withPatience(patience));
  }

  private static Socket hello(OpenDoors doors) throws IOException {
    Socket socket = doors.socketToPlaintext();
    socket.getOutputStream().write(Frames.PREFACE);
    socket.getOutputStream().write(frame(Frames.SETTINGS, 0, 0, NOTHING));
    return socket;
  }

  /** With a stream that is open, and headers of its answer that have come. */
  private static Socket letIn(OpenDoors doors) throws IOException {
    Socket socket = hello(doors);
    byte[] call = Frames.call(Frames.ADS);
    socket.getOutputStream().write(frame(Frames.HEADERS, Frames.END_HEADERS, 1, call));
    socket.getOutputStream().write(frame(Frames.DATA, 0, 1, Frames.firstRequest()));
    while (next(socket) != Frames.HEADERS) {
      // SETTINGS and the like
    }
    return socket;
  }

  /** Reads a frame and says its type. */
  private static int next(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] head = in.readNBytes(9);
    assertThat(head).hasSize(9);
    in.skipNBytes(((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff));
    return head[3];
  }

  private interface Source {
    byte[] next(int i);
  }

  private static void flood(Socket socket, Source frames) {
    flood(socket, FLOOD, frames);
  }

  /** Writes until the door has had enough. */
  private static void flood(Socket socket, int most, Source frames) {
    assertThat(upTo(most, socket, frames)).as("frames that the door took").isLessThan(most);
  }

  /** Writes so many, or less if the door closes. How many. */
  private static int upTo(int most, Socket socket, Source frames) {
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
  private static String drain(InputStream in) throws IOException {
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

  private static void drainQuietly(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // the other thread sees it, too
    }
  }

  /** Nobody closes that connection. */
  private static void hold(Socket socket) throws IOException {
    socket.setSoTimeout(300);
    try {
      assertThat(socket.getInputStream().read())
          .as("a byte, or the end")
          .isEqualTo(Integer.MIN_VALUE);
    } catch (java.net.SocketTimeoutException _) {
      // still there
    }
  }
}

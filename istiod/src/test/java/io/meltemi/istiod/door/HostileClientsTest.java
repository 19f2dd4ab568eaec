package io.meltemi.istiod.door;

import static io.meltemi.istiod.door.Frames.frame;
import static io.meltemi.istiod.door.Frames.joined;
import static io.meltemi.istiod.door.Raw.NOTHING;
import static io.meltemi.istiod.door.Raw.drain;
import static io.meltemi.istiod.door.Raw.drainQuietly;
import static io.meltemi.istiod.door.Raw.flood;
import static io.meltemi.istiod.door.Raw.hangUp;
import static io.meltemi.istiod.door.Raw.hello;
import static io.meltemi.istiod.door.Raw.letIn;
import static io.meltemi.istiod.door.Raw.next;
import static io.meltemi.istiod.door.Raw.upTo;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a connection may not do to a door, and that those who came before notice nothing. That its
 * address pays for it is {@link PaidForTest}'s.
 */
final class HostileClientsTest {

  /** Of an address that may fail as often as it likes. */
  private static final DoorLimits OF_ONE_CONNECTION =
      DoorLimits.DEFAULT.withStrangers(StrangerLimits.PROXIES.withFailures(1_000_000, 0));

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
    OpenDoors doors = doors(patient(Duration.ofMinutes(5)).withHandshake(Duration.ofSeconds(3)));
    XdsClient healthy = OpenDoors.answered(doors.client(doors.dialWithCertificate()));
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      idle.add(i % 2 == 0 ? doors.socketToSecure() : doors.socketToPlaintext());
    }
    for (Socket each : idle) {
      each.setSoTimeout(8_000); // before anything else would end it
      drain(each.getInputStream());
    }
    OpenDoors.goesOn(healthy);
  }

  @Test
  void whoShakesHandsAndAsksNothingIsShownOut() throws IOException {
    OpenDoors doors = doors(patient(Duration.ofSeconds(3)));
    XdsClient healthy = doors.plaintextClient();
    drain(hello(doors.socketToPlaintext()).getInputStream());
    OpenDoors.goesOn(healthy);
  }

  @Test
  void whoAsksByTheLetterIsShownOut() throws IOException {
    OpenDoors doors = doors(patient(Duration.ofSeconds(3)));
    Socket slow = hello(doors.socketToPlaintext());
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
  void anAddressHasSoManyStreamsInPlaintext() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT.withStrangers(StrangerLimits.PROXIES.withCalls(3)));
    XdsClient first = doors.plaintextClient();
    doors.plaintextClient();
    doors.plaintextClient();
    XdsClient oneTooMany = doors.client(doors.dialPlaintext());
    oneTooMany.subscribe(XdsType.CLUSTER);
    Status refusal = oneTooMany.awaitEnd();
    assertThat(refusal.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.getDescription()).contains("3 streams", "--grpcStreamsPerAddress");
    OpenDoors.goesOn(first);
    letIn(doors.socketToPlaintext("127.0.0.3"));
    first.close();
    oneTooMany.await("its place", () -> isLetIn(doors));
  }

  private static boolean isLetIn(OpenDoors doors) {
    XdsClient client = doors.client(doors.dialPlaintext());
    client.subscribe(XdsType.CLUSTER);
    client.await("word", () -> client.status().isPresent() || !client.responses().isEmpty());
    return client.status().isEmpty();
  }

  @Test
  void whoFailsAgainAndAgainHasToWait() throws IOException {
    OpenDoors doors =
        doors(DoorLimits.DEFAULT.withStrangers(StrangerLimits.PROXIES.withFailures(10, 0)));
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
      XdsClient healthy = doors.plaintextClient();
      OpenDoors.goesOn(healthy);
      healthy.close();
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
    OpenDoors doors = doors(OF_ONE_CONNECTION);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = letIn(doors.socketToPlaintext());
    CompletableFuture<String> end = hangUp(socket);
    byte[] call = Frames.call(Frames.ADS);
    byte[] cancel = {0, 0, 0, 8};
    upTo(
        5_000,
        socket,
        i ->
            joined(
                frame(Frames.HEADERS, Frames.END_HEADERS, 2 * i + 3, call),
                frame(Frames.RST_STREAM, 0, 2 * i + 3, cancel)));
    assertThat(end).succeedsWithin(Duration.ofSeconds(30));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void headersThatNeverEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(OF_ONE_CONNECTION);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = hello(doors.socketToPlaintext());
    socket.getOutputStream().write(frame(Frames.HEADERS, 0, 1, Frames.call(Frames.ADS)));
    flood(socket, _ -> frame(Frames.CONTINUATION, 0, 1, Frames.oneHeader()));
    OpenDoors.goesOn(healthy);
  }

  /** They add nothing to the headers, so that no bound of their size is ever met. */
  @Test
  void emptyContinuationsEndTheConnection() throws IOException {
    OpenDoors doors = doors(OF_ONE_CONNECTION);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = hello(doors.socketToPlaintext());
    socket.getOutputStream().write(frame(Frames.HEADERS, 0, 1, Frames.call(Frames.ADS)));
    flood(socket, _ -> frame(Frames.CONTINUATION, 0, 1, NOTHING));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void settingsWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(OF_ONE_CONNECTION);
    XdsClient healthy = doors.plaintextClient();
    // Nobody reads the acknowledgements.
    flood(hello(doors.socketToPlaintext()), _ -> frame(Frames.SETTINGS, 0, 0, NOTHING));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void pingsWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(OF_ONE_CONNECTION);
    XdsClient healthy = doors.plaintextClient();
    flood(hello(doors.socketToPlaintext()), _ -> frame(Frames.PING, 0, 0, new byte[8]));
    OpenDoors.goesOn(healthy);
  }

  /** Also of someone who has been let in and reads every answer. */
  @Test
  void framesWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(OF_ONE_CONNECTION);
    XdsClient healthy = doors.plaintextClient();
    for (byte[] each :
        List.of(
            frame(Frames.SETTINGS, 0, 0, NOTHING),
            frame(Frames.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}),
            frame(Frames.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1}))) {
      Socket socket = letIn(doors.socketToPlaintext());
      Thread.ofVirtual().start(() -> drainQuietly(socket));
      flood(socket, _ -> each);
    }
    OpenDoors.goesOn(healthy);
  }

  /** Fewer than a connection may have at a time, so that nothing else ends it. */
  @Test
  void callsOfNothingEndWithAStrangersTime() throws IOException {
    OpenDoors doors = doors(patient(Duration.ofMillis(500)));
    Socket socket = hello(doors.socketToPlaintext());
    Thread caller = Thread.ofVirtual().start(() -> callNothing(socket));
    drain(socket.getInputStream());
    caller.interrupt();
  }

  private static void callNothing(Socket socket) {
    int end = Frames.END_HEADERS | 1;
    byte[] call = Frames.call("/no/Thing");
    try {
      for (int i = 0; i < 50; i++) {
        socket.getOutputStream().write(frame(Frames.HEADERS, end, 2 * i + 1, call));
      }
    } catch (IOException _) {
      // cut off
    }
  }

  /** Fewer bytes than are read of a stranger, and before its time is over. */
  @Test
  void aStrangersFramesAreCounted() throws IOException {
    OpenDoors doors = doors(patient(Duration.ofMinutes(5)));
    byte[] priority = frame(Frames.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1});
    Socket socket = hello(doors.socketToPlaintext());
    CompletableFuture<String> end = hangUp(socket);
    upTo(10_000, socket, _ -> priority);
    assertThat(end).succeedsWithin(Duration.ofSeconds(30));
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
    Socket socket = hello(doors.socketToPlaintext());
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
    Socket socket = letIn(doors.socketToPlaintext());
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
    OpenDoors doors = doors(DoorLimits.DEFAULT.withMaxIdle(Duration.ofSeconds(2)));
    Socket socket = letIn(doors.socketToPlaintext());
    socket.getOutputStream().write(frame(Frames.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8}));
    drain(socket.getInputStream());
  }

  private static DoorLimits patient(Duration patience) {
    return OF_ONE_CONNECTION.withStrangers(OF_ONE_CONNECTION.strangers().withPatience(patience));
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

package io.meltemi.istiod.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection may not do to a door, and that those who came before notice nothing. */
final class HostileClientsTest {

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

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
  void plaintextAtTheSecureDoorIsShownOut() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    Socket socket = doors.socketToSecure();
    socket.getOutputStream().write(PREFACE);
    drain(socket.getInputStream());
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotBelieved() {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient thief = doors.client(doors.dialWithStolenName(temp.resolve("other")));
    thief.subscribe(XdsType.CLUSTER);
    assertThat(thief.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    OpenDoors.answered(doors.client(doors.dialWithCertificate()));
  }

  @Test
  void rapidResetsEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = hello(doors);
    flood(
        socket,
        i -> {
          int stream = 2 * i + 1;
          byte[] open = frame(HEADERS, END_HEADERS, stream, requestHeaders());
          byte[] reset = frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
          return joined(open, reset);
        });
    OpenDoors.goesOn(healthy);
  }

  @Test
  void headersThatNeverEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    Socket socket = hello(doors);
    socket.getOutputStream().write(frame(HEADERS, 0, 1, requestHeaders()));
    flood(socket, _ -> frame(CONTINUATION, 0, 1, oneHeader()));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void settingsWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    // Nobody reads the acknowledgements, which is what makes it an attack.
    flood(hello(doors), _ -> frame(SETTINGS, 0, 0, new byte[0]));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void pingsWithoutEndEndTheConnection() throws IOException {
    OpenDoors doors = doors(DoorLimits.DEFAULT);
    XdsClient healthy = doors.plaintextClient();
    flood(hello(doors), _ -> frame(PING, 0, 0, new byte[8]));
    OpenDoors.goesOn(healthy);
  }

  @Test
  void anOldConnectionIsToldToComeAgain() {
    OpenDoors doors = doors(DoorLimits.DEFAULT.withMaxAge(Duration.ofMillis(500)));
    XdsClient client = doors.client(doors.dialWithCertificate());
    OpenDoors.answered(client);
    assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private static Socket hello(OpenDoors doors) throws IOException {
    Socket socket = doors.socketToPlaintext();
    socket.getOutputStream().write(PREFACE);
    socket.getOutputStream().write(frame(SETTINGS, 0, 0, new byte[0]));
    return socket;
  }

  private interface Frames {
    byte[] next(int i);
  }

  /** Writes until the door has had enough. */
  private static void flood(Socket socket, Frames frames) throws IOException {
    OutputStream out = socket.getOutputStream();
    try {
      for (int i = 0; i < FLOOD; i++) {
        out.write(frames.next(i));
      }
    } catch (IOException _) {
      return; // cut off
    }
    throw new AssertionError("the door took all of it");
  }

  /** Returns when the other end has closed. */
  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[4096];
    try {
      while (in.read(buffer) >= 0) {
        // what a door says before it closes
      }
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // reset is closed, too
    }
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** HPACK without a table: what gRPC expects of a call of ADS. */
  private static byte[] requestHeaders() {
    ByteBuffer block = ByteBuffer.allocate(512);
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(
        block,
        ":path",
        "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources");
    literal(block, ":authority", "istiod");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    byte[] bytes = new byte[block.position()];
    block.flip().get(bytes);
    return bytes;
  }

  private static byte[] oneHeader() {
    ByteBuffer block = ByteBuffer.allocate(5);
    literal(block, "a", "b");
    return block.array();
  }

  private static void literal(ByteBuffer block, String name, String value) {
    block.put((byte) 0);
    block.put((byte) name.length()).put(name.getBytes(US_ASCII));
    block.put((byte) value.length()).put(value.getBytes(US_ASCII));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}

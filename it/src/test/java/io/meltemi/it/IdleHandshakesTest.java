package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.Load;
import io.meltemi.it.mesh.RoutingMesh;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten thousand connections that shake no hands, at the door of an istiod that has a proxy. */
final class IdleHandshakesTest {

  private static final int CONNECTIONS = 10_000;
  private static final int ADDRESSES = 20;
  private static final Call CALL = Call.get("reviews:9080", "/");

  /** The first bytes of a ClientHello of 512. */
  private static final byte[] BEGINNING = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

  @Test
  void tenThousandIdleHandshakesHoldNobodyUp() throws Exception {
    try (TestMesh mesh = TestMesh.start();
        Crowd crowd = new Crowd(mesh.secureDiscovery())) {
      mesh.service("reviews");
      mesh.backend("reviews", "v1");
      mesh.config()
          .write(
              "rule.yaml",
              RoutingMesh.virtualService("reviews", "- route: [{destination: {host: reviews}}]"));
      TestMesh.Client client = mesh.client("client");
      mesh.config().awaitSeenBy(client.http());
      long before = mesh.istiod().residentMemory();

      try (Load load = Load.on(client.http(), CALL)) {
        crowd.come();
        // The proxy's stream goes on.
        int stillThere = 0;
        for (int i = 0; i < 5; i++) {
          mesh.config().awaitSeenBy(client.http());
          stillThere = Math.max(stillThere, crowd.present());
        }
        assertThat(stillThere).as("those who had not been shown out yet").isGreaterThan(1000);
        assertThat(mesh.istiod().residentMemory()).isLessThan(before + 200);
        // The time for a handshake is 10 s.
        Await.until("all are shown out", Duration.ofMinutes(2), () -> crowd.present() == 0);
        TestMesh.Client latecomer = mesh.client("latecomer");
        mesh.config().awaitSeenBy(latecomer.http());
        assertThat(load.failures()).isEmpty();
      }
    }
  }

  /** All that was dialled, from many addresses of this machine. */
  private static final class Crowd implements AutoCloseable {
    private final InetSocketAddress door;
    private final List<SocketChannel> all = new ArrayList<>();

    Crowd(HostAndPort door) {
      this.door = new InetSocketAddress(door.getHost(), door.getPort());
    }

    void come() throws IOException {
      for (int i = 0; i < CONNECTIONS; i++) {
        SocketChannel channel = SocketChannel.open();
        all.add(channel);
        channel.bind(new InetSocketAddress("127.250.0." + (1 + i % ADDRESSES), 0));
        channel.connect(door);
        channel.configureBlocking(false);
        if (i % 2 == 0) {
          try {
            channel.write(ByteBuffer.wrap(BEGINNING));
          } catch (IOException _) {
            // turned away before it could speak
          }
        }
      }
    }

    /** Of those, the ones that nobody has closed yet. */
    int present() {
      ByteBuffer nothing = ByteBuffer.allocate(64);
      int present = 0;
      for (SocketChannel channel : all) {
        try {
          present += channel.read(nothing.clear()) == 0 ? 1 : 0;
        } catch (IOException _) {
          // reset is closed, too
        }
      }
      return present;
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : all) {
        channel.close();
      }
    }
  }
}

package io.meltemi.it.mesh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A /16 of loopback addresses for one mesh, so that all its workloads can have the same ports:
 * {@code 127.B.0.1} is istiod, {@code 127.B.N.2} workload N for others, {@code 127.B.N.3} its
 * sidecar for itself. A socket marks it as taken, also for other test runs on this machine.
 */
final class Block implements AutoCloseable {

  private static final int FIRST = 20; // 127.1 is the demo's
  private static final int LAST = 200;
  private static final int MARK_PORT = 15999;

  private final int number;
  private final ServerSocket mark;

  private Block(int number, ServerSocket mark) {
    this.number = number;
    this.mark = mark;
  }

  static Block take() throws IOException {
    for (int number = FIRST; number <= LAST; number++) {
      ServerSocket mark = new ServerSocket();
      try {
        mark.bind(new InetSocketAddress("127." + number + ".0.254", MARK_PORT));
        Block block = new Block(number, mark);
        block.refuseLeftovers();
        return block;
      } catch (IOException _) {
        mark.close(); // taken; the next one
      }
    }
    throw new IOException("no free block of loopback addresses");
  }

  /** An istiod of a test run that was cut short would answer in the place of ours. */
  private void refuseLeftovers() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(istiod(), IstiodProcess.HTTP));
    }
  }

  String istiod() {
    return "127." + number + ".0.1";
  }

  /** Where others find workload N. */
  String workload(int n) {
    return "127." + number + "." + n + ".2";
  }

  /** Where workload N finds its sidecar. */
  String outbound(int n) {
    return "127." + number + "." + n + ".3";
  }

  @Override
  public void close() throws IOException {
    mark.close();
  }
}

package io.meltemi.it.kube;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The wire between an istiod and its API server, which a test can cut. */
final class Wire implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Wire(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections, and every new one at once. */
  void cut() {
    cut = true;
    sockets.forEach(Wire::close);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        join(listener.accept());
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void join(Socket caller) {
    try {
      Socket called = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(caller);
      sockets.add(called);
      if (cut) { // who cuts from now on sees both
        close(caller);
        close(called);
      } else {
        Thread.ofVirtual().start(() -> copy(caller, called));
        Thread.ofVirtual().start(() -> copy(called, caller));
      }
    } catch (IOException e) {
      close(caller); // nobody is behind it right now
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One end is gone: so is the other, below.
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    cut();
    listener.close();
  }
}

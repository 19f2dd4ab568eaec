package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.naming.ListenerName;

/**
 * Where a listener is. It need not be a socket of the kernel: captured traffic finds it by name.
 */
sealed interface Bind {

  /** The name of the listener there. */
  String listenerName();

  /**
   * An address and port.
   *
   * @param additional further addresses with the same port: the other IP family, or further virtual
   *     IPs of a service
   */
  record Ip(String address, ImmutableList<String> additional, int port) implements Bind {

    static Ip of(String address, int port) {
      return new Ip(address, ImmutableList.of(), port);
    }

    @Override
    public String listenerName() {
      return new ListenerName(address, port).toString();
    }
  }

  /**
   * A unix socket.
   *
   * @param path with {@code unix://} before it
   */
  record Unix(String path) implements Bind {

    @Override
    public String listenerName() {
      return path;
    }
  }
}

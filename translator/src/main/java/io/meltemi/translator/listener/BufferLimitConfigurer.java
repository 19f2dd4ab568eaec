package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.xds.Protos;

/** Writes how much is buffered per connection. */
final class BufferLimitConfigurer {

  private BufferLimitConfigurer() {}

  static void configure(Listener.Builder listener, ListenerSettings settings) {
    settings
        .bufferLimitBytes()
        .ifPresent(bytes -> listener.setPerConnectionBufferLimitBytes(Protos.uint32(bytes)));
  }
}

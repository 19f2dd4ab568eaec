package io.meltemi.translator.listener;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.xds.Protos;

/** Writes where a listener is, and whether it opens a socket there. */
final class BindConfigurer {

  private BindConfigurer() {}

  static void configure(Listener.Builder listener, Bind bind) {
    listener.setName(bind.listenerName());
    address(listener, bind);
  }

  /** Without a socket of its own: another listener hands connections to it. */
  static void withoutSocket(Listener.Builder listener) {
    listener.setBindToPort(BoolValue.of(false));
  }

  static void address(Listener.Builder listener, Bind bind) {
    switch (bind) {
      case Bind.Ip ip -> {
        listener.setAddress(Protos.address(ip.address(), ip.port()));
        ip.additional()
            .forEach(
                address ->
                    listener.addAdditionalAddresses(
                        AdditionalAddress.newBuilder()
                            .setAddress(Protos.address(address, ip.port()))));
      }
      case Bind.Unix unix -> listener.setAddress(Protos.address(unix.path(), 0));
    }
  }
}

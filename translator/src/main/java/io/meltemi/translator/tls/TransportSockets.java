package io.meltemi.translator.tls;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.meltemi.translator.xds.Protos;

/** Transport sockets, and how one is chosen for an endpoint. */
public final class TransportSockets {

  /** Matches the endpoints with {@code tlsMode: istio} in this metadata of theirs. */
  public static final String MATCH_METADATA = "envoy.transport_socket_match";

  /** Of endpoints that take mTLS. */
  public static final Struct MUTUAL_TLS =
      Struct.newBuilder().putFields("tlsMode", Protos.value("istio")).build();

  /** No TLS. */
  public static final TransportSocket PLAINTEXT =
      TransportSocket.newBuilder()
          .setName("envoy.transport_sockets.raw_buffer")
          .setTypedConfig(Protos.any(RawBuffer.getDefaultInstance()))
          .build();

  private TransportSockets() {}

  /** TLS with this context. */
  public static TransportSocket tls(Message context) {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(Protos.any(context))
        .build();
  }
}

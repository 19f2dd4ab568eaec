package io.meltemi.istiod.door;

import io.grpc.Attributes;
import io.grpc.ForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tells a gate what gRPC knows of its connections: which speak HTTP/2, and on which a call has been
 * accepted. A refused call sends trailers only; an accepted one, headers first.
 */
final class Reception extends ServerTransportFilter implements ServerInterceptor {

  private final ConnectionGate gate;
  private final StrangerLimits limits;

  Reception(ConnectionGate gate, StrangerLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /** On the connection's own thread, with its first SETTINGS. */
  @Override
  public Attributes transportReady(Attributes attributes) {
    SocketAddress from = address(attributes);
    if (from != null) {
      gate.connection(from).ifPresent(this::meter);
    }
    return attributes;
  }

  private void meter(Channel connection) {
    Http2ConnectionDecoder decoder =
        connection.pipeline().get(Http2ConnectionHandler.class).decoder();
    Guest guest = connection.attr(ConnectionGate.GUEST).get();
    decoder.frameListener(new FrameMeter(decoder.frameListener(), guest, limits));
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    SocketAddress from = address(call.getAttributes());
    return next.startCall(
        new ForwardingServerCall.SimpleForwardingServerCall<Q, R>(call) {
          @Override
          public void sendHeaders(Metadata answer) {
            if (from != null) {
              gate.welcome(from);
            }
            super.sendHeaders(answer);
          }
        },
        headers);
  }

  private static @Nullable SocketAddress address(Attributes attributes) {
    return attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
  }
}

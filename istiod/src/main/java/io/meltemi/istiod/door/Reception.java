package io.meltemi.istiod.door;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.meltemi.ca.service.SparseLog;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Tells a gate what gRPC knows of its connections: which speak HTTP/2, and what became of the calls
 * on them.
 */
final class Reception extends ServerTransportFilter implements ServerInterceptor {

  private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(Reception.class));

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
    Optional<Guest> guest = from == null ? Optional.empty() : gate.guest(from);
    if (guest.isEmpty()) {
      return next.startCall(call, headers);
    }
    if (!guest.get().opens()) {
      log.info("No more than {} calls at a time from {}", limits.calls(), String.valueOf(from));
      call.close(tooManyCalls(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return new WatchedCall<>(call, guest.get()).start(headers, next);
  }

  private Status tooManyCalls() {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        ("%d streams are open from this address, and no more may be in plaintext: connect over TLS,"
                + " or raise --grpcStreamsPerAddress of istiod")
            .formatted(limits.calls()));
  }

  private static @Nullable SocketAddress address(Attributes attributes) {
    return attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
  }
}

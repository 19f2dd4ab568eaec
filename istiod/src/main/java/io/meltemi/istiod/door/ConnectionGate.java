package io.meltemi.istiod.door;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in the pipeline of a listening socket and sees every connection first. One too many is
 * closed before anything of it has been read.
 */
@ChannelHandler.Sharable
final class ConnectionGate extends ChannelInboundHandlerAdapter {

  static final AttributeKey<Guest> GUEST = AttributeKey.valueOf(ConnectionGate.class, "guest");

  private final StrangerLimits limits;
  private final Neighbourhood neighbourhood;
  private final AtomicLong turnedAway = new AtomicLong();
  private final Map<SocketAddress, Channel> channels = new ConcurrentHashMap<>();

  ConnectionGate(StrangerLimits limits) {
    this.limits = limits;
    this.neighbourhood = new Neighbourhood(limits, System::nanoTime);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel connection = (Channel) message;
    // Null if it has been reset already.
    InetSocketAddress from = (InetSocketAddress) connection.remoteAddress();
    if (from == null || !neighbourhood.admits(from.getAddress())) {
      turnedAway.incrementAndGet();
      connection.unsafe().closeForcibly();
      return;
    }
    Guest guest = new Guest(from.getAddress(), limits, neighbourhood);
    connection.attr(GUEST).set(guest);
    channels.put(from, connection);
    var _ = connection.closeFuture().addListener(_ -> channels.remove(from, connection));
    connection.pipeline().addLast(guest);
    context.fireChannelRead(message);
  }

  /** The connection that comes from there. */
  Optional<Channel> connection(SocketAddress from) {
    return Optional.ofNullable(channels.get(from));
  }

  /** Who is at the other end of the connection that comes from there. */
  Optional<Guest> guest(SocketAddress from) {
    return connection(from).map(channel -> channel.attr(GUEST).get());
  }

  long turnedAway() {
    return turnedAway.get();
  }

  int connections() {
    return neighbourhood.connections();
  }

  int strangers() {
    return neighbourhood.strangers();
  }
}

package io.meltemi.istiod.door;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.net.InetAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as long as it is a stranger's: the first in its pipeline, before TLS. Reads a
 * bounded number of bytes and waits a bounded time.
 */
final class Guest extends ChannelDuplexHandler {

  private final InetAddress address;
  private final StrangerLimits limits;
  private final Neighbourhood neighbourhood;

  // On the channel's own thread only.
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> deadline;
  private boolean stranger = true;
  private boolean gone;
  private long bytes;

  Guest(InetAddress address, StrangerLimits limits, Neighbourhood neighbourhood) {
    this.address = address;
    this.limits = limits;
    this.neighbourhood = neighbourhood;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    deadline =
        added
            .executor()
            .schedule(this::showOut, limits.patience().toMillis(), TimeUnit.MILLISECONDS);
    var _ = added.channel().closeFuture().addListener(_ -> left());
  }

  /** Whether nothing of what it asked for has been granted yet. */
  boolean isStranger() {
    return stranger;
  }

  /** From any thread: something that it asked for has been granted. */
  void welcome() {
    ChannelHandlerContext here = context;
    if (here == null) {
      return;
    }
    if (here.executor().inEventLoop()) {
      befriend(here.channel());
    } else {
      here.executor().execute(() -> befriend(here.channel()));
    }
  }

  private void befriend(Channel channel) {
    if (!stranger || gone) {
      return;
    }
    boolean paused = isPaused();
    stranger = false;
    cancelDeadline();
    neighbourhood.befriended(address);
    if (paused) {
      channel.config().setAutoRead(true);
      channel.read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object message) {
    if (stranger && message instanceof ByteBuf read) {
      bytes += read.readableBytes();
      if (isPaused()) {
        here.channel().config().setAutoRead(false);
      }
    }
    here.fireChannelRead(message);
  }

  /** TLS asks for more on its own account. */
  @Override
  public void read(ChannelHandlerContext here) {
    if (!isPaused()) {
      here.read();
    }
  }

  private boolean isPaused() {
    return stranger && bytes > limits.bytes();
  }

  private void showOut() {
    ChannelHandlerContext here = context;
    if (stranger && here != null) {
      var _ = here.close();
    }
  }

  private void left() {
    if (!gone) {
      gone = true;
      cancelDeadline();
      neighbourhood.left(address, stranger);
    }
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}

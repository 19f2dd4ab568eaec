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
 * One connection: the first in its pipeline, before TLS. As long as it is a stranger's, reads a
 * bounded number of bytes and waits a bounded time. What is done on it for nothing its address pays
 * for, also when it has been let in; when the address has nothing left, the connection ends.
 */
final class Guest extends ChannelDuplexHandler {

  /**
   * What cost as much as a failure: a millisecond, if they are the headers of calls. Proxies that
   * fail say less, and those that succeed little more.
   */
  private static final int FRAMES_PER_FAILURE = 64;

  private final InetAddress address;
  private final StrangerLimits limits;
  private final Neighbourhood neighbourhood;

  // On the channel's own thread only.
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> deadline;
  private boolean stranger = true;
  private boolean gone;
  private long bytes;
  private int unpaid;

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

  /** On the connection's own thread: so many frames have been read; false if it has to end. */
  boolean pays(int frames) {
    unpaid += frames;
    int failures = unpaid / FRAMES_PER_FAILURE;
    unpaid %= FRAMES_PER_FAILURE;
    return failures == 0 || neighbourhood.failed(address, failures);
  }

  /** From any thread: a call has failed, and it was the client's fault. */
  void failed() {
    ChannelHandlerContext here = context;
    if (here != null && !neighbourhood.failed(address, 1)) {
      // Later, so that the client reads why the call failed.
      here.executor()
          .execute(
              () -> {
                var _ = here.close();
              });
    }
  }

  /** Whether one more call may be open from its address; if so, it {@link #closes} once. */
  boolean opens() {
    return neighbourhood.opens(address);
  }

  void closes() {
    neighbourhood.closes(address);
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

package io.meltemi.istiod.door;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Flags;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameListener;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;

/**
 * Counts a connection's frames, has its address pay for them, and ends it when there are too many.
 * Many kinds of frames cost us and not their sender, also where each of them is answered and the
 * answers are read: SETTINGS, PING, PRIORITY, WINDOW_UPDATE, calls of methods that do not exist.
 */
final class FrameMeter extends Http2FrameListenerDecorator {

  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  /**
   * 10,000 a second is a percent of a core. Someone who takes 100 MB/s of responses may acknowledge
   * every frame of 16 kB.
   */
  private static final int MOST = 100_000;

  private final Guest guest;
  private final int strangersMost;
  private int frames;
  private long windowStart = System.nanoTime();

  FrameMeter(Http2FrameListener listener, Guest guest, StrangerLimits limits) {
    super(listener);
    this.guest = guest;
    this.strangersMost = limits.frames();
  }

  /** Of a friend, what comes and goes with the responses that it takes is free. */
  private void countKeepingUp() throws Http2Exception {
    count(guest.isStranger());
  }

  private void count() throws Http2Exception {
    count(true);
  }

  private void count(boolean paid) throws Http2Exception {
    frames++;
    if (paid && !guest.pays(1)) {
      throw tooMany();
    }
    if (guest.isStranger()) {
      if (frames > strangersMost) {
        throw tooMany();
      }
    } else if (frames > MOST) {
      long now = System.nanoTime();
      if (now - windowStart < WINDOW) {
        guest.pays(frames);
        throw tooMany();
      }
      windowStart = now;
      frames = 0;
    }
  }

  private static Http2Exception tooMany() {
    return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames");
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean last)
      throws Http2Exception {
    countKeepingUp();
    return super.onDataRead(context, stream, data, padding, last);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean last)
      throws Http2Exception {
    count();
    super.onHeadersRead(context, stream, headers, padding, last);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean last)
      throws Http2Exception {
    count();
    super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, last);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    count();
    super.onPriorityRead(context, stream, dependency, weight, exclusive);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int stream, long error)
      throws Http2Exception {
    count();
    super.onRstStreamRead(context, stream, error);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
    countKeepingUp();
    super.onSettingsAckRead(context);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
      throws Http2Exception {
    count();
    super.onSettingsRead(context, settings);
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
    countKeepingUp();
    super.onPingRead(context, data);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
    countKeepingUp();
    super.onPingAckRead(context, data);
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf data)
      throws Http2Exception {
    count();
    super.onGoAwayRead(context, last, error, data);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment)
      throws Http2Exception {
    countKeepingUp();
    super.onWindowUpdateRead(context, stream, increment);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    count();
    super.onUnknownFrame(context, type, stream, flags, payload);
  }
}

package io.meltemi.istiod.door;

import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.group.ChannelGroup;
import io.grpc.netty.shaded.io.netty.channel.group.DefaultChannelGroup;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpDecoderConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.flow.FlowControlHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One port where HTTP/1.1 is served, within bounds. Constructed first and opened later.
 *
 * <p>Connections, what is read of them, how long a request and an answer may take, and how many
 * requests wait are bounded; see {@link StrangerLimits#PAGES}.
 */
public final class WebDoor {

  private static final int MAX_LINE = 8 * 1024;

  /** A token is a few kB. */
  private static final int MAX_HEADERS = 32 * 1024;

  private static final int THREADS = 2;
  private static final int WAITING = 64;
  private static final int BACKLOG = 128;

  private final InetSocketAddress address;
  private final WebSite site;
  private final Optional<SslContext> tls;
  private final ConnectionGate gate;
  private final Duration patience;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ExecutorService threads;
  private @Nullable Channel listening;

  /** A door without TLS. Binds nothing yet. */
  public WebDoor(InetSocketAddress address, StrangerLimits limits, WebSite site) {
    this(address, limits, Optional.empty(), site);
  }

  WebDoor(
      InetSocketAddress address, StrangerLimits limits, Optional<SslContext> tls, WebSite site) {
    this.address = address;
    this.site = site;
    this.tls = tls;
    this.gate = new ConnectionGate(limits);
    this.patience = limits.patience();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("http-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /** Binds and listens. */
  public void open() throws IOException {
    try {
      listening =
          new ServerBootstrap()
              .group(DoorLoops.boss(), DoorLoops.workers())
              .channelFactory(DoorLoops.listening(gate))
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .option(ChannelOption.SO_REUSEADDR, true)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                      welcome(connection);
                    }
                  })
              .bind(address)
              .syncUninterruptibly()
              .channel();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Netty throws what binding threw, undeclared
      throw e instanceof IOException failure ? failure : new IOException(e);
    }
  }

  private void welcome(Channel connection) {
    connections.add(connection);
    tls.ifPresent(context -> connection.pipeline().addLast(context.newHandler(connection.alloc())));
    connection
        .pipeline()
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_LINE)
                    .setMaxHeaderSize(MAX_HEADERS)),
            // One read may bring several requests; they wait here while one is answered.
            new FlowControlHandler(),
            new WebVisit(site, threads, patience));
  }

  /** The port that is listened on, also where a free one was asked for. */
  public int port() {
    Channel here = listening;
    if (here == null) {
      throw new IllegalStateException("the door is not open");
    }
    return ((InetSocketAddress) here.localAddress()).getPort();
  }

  /** Cuts the connections and lets go of the port. */
  public void close() {
    Channel here = listening;
    if (here != null) {
      var _ = here.close().syncUninterruptibly();
    }
    connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
    threads.shutdownNow();
  }
}

package io.meltemi.istiod.door;

import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.ThreadFactory;

/**
 * The threads on which all doors of this process listen and talk: made when the first door is, and
 * there as long as the process. They are daemons and wait in the kernel when there is nothing to
 * do.
 */
final class DoorLoops {

  private DoorLoops() {}

  /** Accepts connections. */
  static EventLoopGroup boss() {
    return Loops.BOSS;
  }

  /** Serves them. */
  static EventLoopGroup workers() {
    return Loops.WORKERS;
  }

  /** Sockets whose every connection passes a gate first. */
  static ChannelFactory<ServerChannel> listening(ConnectionGate gate) {
    return () -> {
      ServerChannel channel =
          Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
      channel.pipeline().addLast(gate);
      return channel;
    };
  }

  /** Made when first asked for. */
  private static final class Loops {
    static final EventLoopGroup BOSS = loops("door-boss", 1);

    /** Netty's own default: twice the processors. */
    static final EventLoopGroup WORKERS = loops("door", 0);

    private static EventLoopGroup loops(String name, int threads) {
      ThreadFactory daemons = Thread.ofPlatform().daemon().name(name + "-", 0).factory();
      IoHandlerFactory io =
          Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
      return new MultiThreadIoEventLoopGroup(threads, daemons, io);
    }
  }
}

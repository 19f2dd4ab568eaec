package io.meltemi.it.inject;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A gRPC server that answers health checks, and nothing else. */
final class HealthBackend implements Closeable {

  /** Of {@code grpc.health.v1.HealthCheckResponse}. */
  static final int SERVING = 1;

  static final int NOT_SERVING = 2;

  private final AtomicInteger status = new AtomicInteger(SERVING);
  private final Server server;

  HealthBackend(String host) throws IOException {
    MethodDescriptor<byte[], byte[]> check =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, 0))
            .addService(
                ServerServiceDefinition.builder("grpc.health.v1.Health")
                    .addMethod(
                        check,
                        ServerCalls.asyncUnaryCall(
                            (_, answer) -> {
                              answer.onNext(new byte[] {8, (byte) status.get()});
                              answer.onCompleted();
                            }))
                    .build())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  void answer(int next) {
    status.set(next);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

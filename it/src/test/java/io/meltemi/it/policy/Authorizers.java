package io.meltemi.it.policy;

import com.google.common.collect.ImmutableList;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.backend.Received;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Two authorizers that decide as the test says, over HTTP and over gRPC. */
final class Authorizers implements Closeable {

  private final HttpBackend http;
  private final Server grpc;
  private final Queue<CheckRequest> asked = new ConcurrentLinkedQueue<>();
  private volatile Predicate<CheckRequest> verdict = _ -> true;

  private Authorizers(HttpBackend http) throws IOException {
    this.http = http;
    this.grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Check())
            .build()
            .start();
  }

  static Authorizers start() throws IOException {
    return new Authorizers(HttpBackend.start("authorizer", "127.0.0.1", 0));
  }

  private final class Check extends AuthorizationGrpc.AuthorizationImplBase {
    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> answer) {
      asked.add(request);
      answer.onNext(
          CheckResponse.newBuilder()
              .setStatus(
                  Status.newBuilder()
                      .setCode(
                          verdict.test(request) ? Code.OK_VALUE : Code.PERMISSION_DENIED_VALUE))
              .build());
      answer.onCompleted();
    }
  }

  int httpPort() {
    return http.address().getPort();
  }

  int grpcPort() {
    return grpc.getPort();
  }

  /** Forgets what was asked. */
  void reset() {
    http.reset();
    asked.clear();
    verdict = _ -> true;
  }

  void overHttp(Behaviour behaviour) {
    http.behave(behaviour);
  }

  void overGrpc(Predicate<CheckRequest> decision) {
    verdict = decision;
  }

  ImmutableList<Received> askedOverHttp() {
    return http.received();
  }

  ImmutableList<CheckRequest> askedOverGrpc() {
    return ImmutableList.copyOf(asked);
  }

  @Override
  public void close() throws IOException {
    http.close();
    grpc.shutdownNow();
  }
}

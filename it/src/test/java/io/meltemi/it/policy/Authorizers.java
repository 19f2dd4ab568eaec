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
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/** Two authorizers that decide as the test says, over HTTP and over gRPC. */
final class Authorizers implements Closeable {

  private final HttpAuthorizer http;
  private final Server grpc;
  private final Queue<CheckRequest> asked = new ConcurrentLinkedQueue<>();
  private volatile Function<CheckRequest, CheckResponse> verdict = _ -> answer(true);

  private Authorizers(HttpAuthorizer http) throws IOException {
    this.http = http;
    this.grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Check())
            .build()
            .start();
  }

  static Authorizers start() throws IOException {
    return new Authorizers(HttpAuthorizer.start());
  }

  private final class Check extends AuthorizationGrpc.AuthorizationImplBase {
    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> answer) {
      asked.add(request);
      answer.onNext(verdict.apply(request));
      answer.onCompleted();
    }
  }

  private static CheckResponse answer(boolean allows) {
    return CheckResponse.newBuilder()
        .setStatus(
            Status.newBuilder().setCode(allows ? Code.OK_VALUE : Code.PERMISSION_DENIED_VALUE))
        .build();
  }

  int httpPort() {
    return http.port();
  }

  int grpcPort() {
    return grpc.getPort();
  }

  /** Forgets what was asked. */
  void reset() {
    http.reset();
    asked.clear();
    verdict = _ -> answer(true);
  }

  void overHttp(Behaviour behaviour) {
    http.behave(behaviour);
  }

  void overGrpc(Predicate<CheckRequest> decision) {
    verdict = request -> answer(decision.test(request));
  }

  /** The whole answer, with headers for the application or the client. */
  void overGrpcAnswer(Function<CheckRequest, CheckResponse> answers) {
    verdict = answers;
  }

  ImmutableList<HttpAuthorizer.Question> askedOverHttp() {
    return http.asked();
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

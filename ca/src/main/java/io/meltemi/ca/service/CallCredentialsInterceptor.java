package io.meltemi.ca.service;

import com.google.common.collect.ImmutableList;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.meltemi.ca.authenticate.CallCredentials;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Puts into the call's context what the caller shows: the bearer token, and the client certificate
 * that the handshake has verified. It decides nothing. Headers in which others pass certificates on
 * are not read.
 */
public final class CallCredentialsInterceptor implements ServerInterceptor {
  /** Of every call behind this interceptor. */
  public static final Context.Key<CallCredentials> CREDENTIALS = Context.key("call-credentials");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "bearer ";

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Context context = Context.current().withValue(CREDENTIALS, credentials(call, headers));
    return Contexts.interceptCall(context, call, headers, next);
  }

  private static CallCredentials credentials(ServerCall<?, ?> call, Metadata headers) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return new CallCredentials(
        token(headers),
        chain(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)),
        String.valueOf(address));
  }

  /**
   * The scheme's case does not matter (RFC 9110); with two such headers nobody knows which counts.
   */
  private static Optional<String> token(Metadata headers) {
    Iterable<String> values = headers.getAll(AUTHORIZATION);
    if (values == null) {
      return Optional.empty();
    }
    ImmutableList<String> all = ImmutableList.copyOf(values);
    String only = all.size() == 1 ? all.getFirst() : "";
    return only.length() > BEARER.length()
            && only.substring(0, BEARER.length()).toLowerCase(Locale.ROOT).equals(BEARER)
        ? Optional.of(only.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private static ImmutableList<X509Certificate> chain(
      @org.jspecify.annotations.Nullable SSLSession session) {
    if (session == null) {
      return ImmutableList.of();
    }
    try {
      ImmutableList.Builder<X509Certificate> chain = ImmutableList.builder();
      for (Certificate certificate : session.getPeerCertificates()) {
        chain.add((X509Certificate) certificate);
      }
      return chain.build();
    } catch (SSLPeerUnverifiedException _) {
      // The caller showed no certificate, which is its right.
      return ImmutableList.of();
    }
  }
}

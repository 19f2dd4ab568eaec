package io.meltemi.it.identity;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.meltemi.it.contract.IstioCertificateRequest;
import io.meltemi.it.contract.IstioCertificateResponse;
import io.meltemi.it.contract.IstioCertificateServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks a running istiod for certificates as any client of the published contract does. */
final class CertificateClient implements Closeable {

  private static final String ISTIOD = "istiod.istio-system.svc";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final long PATIENCE_SECONDS = 10;

  private final ManagedChannel channel;

  private CertificateClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Over TLS, istiod verified by name and roots. */
  static CertificateClient to(HostAndPort istiod, Path roots) throws IOException {
    return new CertificateClient(
        Grpc.newChannelBuilder(
                istiod.toString(),
                TlsChannelCredentials.newBuilder().trustManager(roots.toFile()).build())
            .overrideAuthority(ISTIOD)
            .build());
  }

  /** The same, showing a certificate. */
  static CertificateClient showing(HostAndPort istiod, Path roots, String chain, Key key)
      throws IOException {
    return new CertificateClient(
        Grpc.newChannelBuilder(
                istiod.toString(),
                TlsChannelCredentials.newBuilder()
                    .trustManager(roots.toFile())
                    .keyManager(stream(chain), stream(key.pem()))
                    .build())
            .overrideAuthority(ISTIOD)
            .build());
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * One request.
   *
   * @param token empty: none is shown
   * @param seconds that the certificate is to live; 0: as istiod sees fit
   * @throws io.grpc.StatusRuntimeException when it is refused
   */
  ImmutableList<String> ask(String token, String csr, long seconds) {
    return ImmutableList.copyOf(
        IstioCertificateServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(token)))
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .createCertificate(
                IstioCertificateRequest.newBuilder()
                    .setCsr(csr)
                    .setValidityDuration(seconds)
                    .build())
            .getCertChainList());
  }

  /** The same, without waiting; for the usual lifetime. */
  ListenableFuture<IstioCertificateResponse> askLater(String token, String csr) {
    return IstioCertificateServiceGrpc.newFutureStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(token)))
        .createCertificate(IstioCertificateRequest.newBuilder().setCsr(csr).build());
  }

  private static Metadata headers(String token) {
    Metadata headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(AUTHORIZATION, "Bearer " + token);
    }
    return headers;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

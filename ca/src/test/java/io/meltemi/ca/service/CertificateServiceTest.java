package io.meltemi.ca.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authenticate.Authenticators;
import io.meltemi.ca.authenticate.ClientCertificateAuthenticator;
import io.meltemi.ca.authenticate.FolderTokenAuthenticator;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.ca.service.IssuanceObserver.Outcome;
import io.meltemi.ca.service.wire.IstioCertificateRequest;
import io.meltemi.ca.service.wire.IstioCertificateResponse;
import io.meltemi.ca.service.wire.IstioCertificateServiceGrpc;
import io.meltemi.ca.token.TokenKey;
import io.meltemi.ca.token.TokenSigner;
import io.meltemi.ca.token.TokenVerifier;
import io.meltemi.ca.x509.Csrs;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.Verification;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published contract, over real TLS, from a client that shares nothing with the server. */
final class CertificateServiceTest {
  private static final SpiffeId ID = new SpiffeId("cluster.local", "bookinfo", "reviews");
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir Path folder;
  private CertificateAuthority authority;
  private TokenSigner tokens;
  private Server server;
  private ManagedChannel channel;
  private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws Exception {
    InstantSource clock = InstantSource.system();
    authority = CertificateAuthority.selfSigned(folder, CaOptions.of("cluster.local"), clock);
    TokenKey key = TokenKey.in(folder);
    tokens = new TokenSigner(key, clock);
    Authenticators authenticators =
        new Authenticators(
            ImmutableList.of(
                new ClientCertificateAuthenticator("cluster.local", List.of()),
                new FolderTokenAuthenticator(new TokenVerifier(key, clock), "cluster.local")));
    IssuedIdentity own = authority.issueServer(ImmutableSortedSet.of("localhost"));
    server =
        Grpc.newServerBuilderForPort(
                0,
                TlsServerCredentials.newBuilder()
                    .keyManager(stream(own.chainPem()), stream(own.privateKeyPem()))
                    .trustManager(stream(authority.trustBundle().pem()))
                    .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
                    .build())
            .addService(
                ServerInterceptors.intercept(
                    new CertificateService(
                        authority, authenticators, (outcome, _) -> outcomes.add(outcome)),
                    new CallCredentialsInterceptor()))
            .build()
            .start();
    channel = channel(TlsChannelCredentials.newBuilder());
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.shutdownNow();
    server.awaitTermination(5, TimeUnit.SECONDS);
  }

  private ManagedChannel channel(TlsChannelCredentials.Builder credentials) throws Exception {
    return Grpc.newChannelBuilderForAddress(
            "localhost",
            server.getPort(),
            credentials.trustManager(stream(authority.trustBundle().pem())).build())
        .build();
  }

  private String token() {
    return tokens.sign(ID, Duration.ofMinutes(5));
  }

  private static Channel with(Channel channel, String name, String... values) {
    Metadata headers = new Metadata();
    for (String value : values) {
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private Channel bearing(String token) {
    return with(channel, AUTHORIZATION.name(), "Bearer " + token);
  }

  private static List<String> create(Channel channel, String csr, long seconds) {
    return ClientCalls.<IstioCertificateRequest, IstioCertificateResponse>blockingUnaryCall(
            channel,
            IstioCertificateServiceGrpc.getCreateCertificateMethod(),
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            IstioCertificateRequest.newBuilder().setCsr(csr).setValidityDuration(seconds).build())
        .getCertChainList();
  }

  @Test
  void theContractHasItsPublishedName() {
    assertThat(IstioCertificateServiceGrpc.getCreateCertificateMethod().getFullMethodName())
        .isEqualTo("istio.v1.auth.IstioCertificateService/CreateCertificate");
    assertThat(IstioCertificateRequest.CSR_FIELD_NUMBER).isEqualTo(1);
    assertThat(IstioCertificateRequest.VALIDITY_DURATION_FIELD_NUMBER).isEqualTo(3);
    assertThat(IstioCertificateRequest.METADATA_FIELD_NUMBER).isEqualTo(4);
    assertThat(IstioCertificateResponse.CERT_CHAIN_FIELD_NUMBER).isEqualTo(1);
  }

  @Test
  void aTokenGetsACertificateOfItsAccountWhateverTheRequestAsksFor() throws Exception {
    String csr =
        Csrs.greedy(KeyType.P256.generate(), "spiffe://cluster.local/ns/istio-system/sa/istiod");
    Instant before = Instant.now();
    List<String> chain = create(bearing(token()), csr, 3600);
    assertThat(chain).hasSize(2);
    X509Certificate leaf = Pem.certificates(chain.getFirst()).getFirst();
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, ID.toString()));
    assertThat(leaf.getNotAfter().toInstant())
        .isBetween(before.plusSeconds(3595), before.plusSeconds(3700));
    Verification.verify(List.of(leaf), Pem.certificates(chain.getLast()).getFirst(), Instant.now());
    assertThat(outcomes).containsExactly(Outcome.ISSUED);
  }

  @Test
  void aClientCertificateIsRenewedWithoutAToken() throws Exception {
    IssuedIdentity mine = authority.issue(ID, Duration.ofHours(1));
    ManagedChannel mutual =
        channel(
            TlsChannelCredentials.newBuilder()
                .keyManager(stream(mine.chainPem()), stream(mine.privateKeyPem())));
    try {
      List<String> chain = create(mutual, Csrs.proper(KeyType.P256.generate()), 0);
      assertThat(Pem.certificates(chain.getFirst()).getFirst().getSubjectAlternativeNames())
          .containsExactly(List.of(6, ID.toString()));
    } finally {
      mutual.shutdownNow();
    }
  }

  @Test
  void bytesThatAreNoRequestAreAnInvalidArgument() throws Exception {
    byte[] truncated = {0x0a, 0x7f, 'c', 's', 'r'};
    byte[] nested = new byte[20_000];
    java.util.Arrays.fill(nested, (byte) 0x23); // a group in a group in a group
    for (byte[] bytes : List.of(truncated, nested)) {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> sendRaw(bearing(token()), bytes))
          .satisfies(
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
    assertThat(create(bearing(token()), Csrs.proper(KeyType.P256.generate()), 0)).hasSize(2);
  }

  private static void sendRaw(Channel channel, byte[] request) {
    io.grpc.MethodDescriptor.Marshaller<byte[]> bytes =
        new io.grpc.MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
          }

          @Override
          public byte[] parse(InputStream stream) {
            return new byte[0];
          }
        };
    ClientCalls.blockingUnaryCall(
        channel,
        IstioCertificateServiceGrpc.getCreateCertificateMethod().toBuilder(bytes, bytes).build(),
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        request);
  }

  @Test
  void aCertificateOfAnotherCaIsNoCertificate(@TempDir Path elsewhere) throws Exception {
    IssuedIdentity forged =
        CertificateAuthority.selfSigned(
                elsewhere, CaOptions.of("cluster.local"), InstantSource.system())
            .issue(ID, Duration.ofHours(1));
    ManagedChannel mutual =
        channel(
            TlsChannelCredentials.newBuilder()
                .keyManager(
                    new InsistentKeyManager(
                        Pem.privateKey(forged.privateKeyPem()),
                        Pem.certificates(forged.chainPem()))));
    try {
      String csr = Csrs.proper(KeyType.P256.generate());
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> create(mutual, csr, 0))
          .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
      assertThat(outcomes).as("it never got past the handshake").isEmpty();
    } finally {
      mutual.shutdownNow();
    }
  }

  @Test
  void whoProvesNothingIsUnauthenticated() throws Exception {
    String csr = Csrs.proper(KeyType.P256.generate());
    unauthenticated(channel, csr);
    unauthenticated(bearing("junk"), csr);
    unauthenticated(bearing("a".repeat(7_000)), csr);
    unauthenticated(with(channel, "authorization", "Basic " + token()), csr);
    unauthenticated(with(channel, "authorization", "Bearer"), csr);
    unauthenticated(with(channel, "authorization", "Bearer " + token(), "Bearer " + token()), csr);
    unauthenticated(with(channel, "x-forwarded-client-cert", "By=x;URI=" + ID), csr);
    unauthenticated(with(channel, "x-forwarded-for", "127.0.0.1"), csr);
  }

  @Test
  void aStormOfTenThousandAtOnceLosesNone() throws Exception {
    String csr = Csrs.proper(KeyType.P256.generate());
    int storm = 10_000;
    CountDownLatch answered = new CountDownLatch(storm);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    IstioCertificateServiceGrpc.IstioCertificateServiceStub stub =
        IstioCertificateServiceGrpc.newStub(bearing(token()));
    for (int i = 0; i < storm; i++) {
      stub.createCertificate(
          IstioCertificateRequest.newBuilder().setCsr(csr).build(),
          new StreamObserver<>() {
            @Override
            public void onNext(IstioCertificateResponse response) {}

            @Override
            public void onError(Throwable failure) {
              failures.add(failure);
              answered.countDown();
            }

            @Override
            public void onCompleted() {
              answered.countDown();
            }
          });
    }
    assertThat(answered.await(2, TimeUnit.MINUTES)).isTrue();
    assertThat(failures).isEmpty();
    assertThat(outcomes).hasSize(storm).containsOnly(Outcome.ISSUED);
  }

  @Test
  void aBadRequestIsAnInvalidArgumentThatSaysWhy() throws Exception {
    Channel proved = bearing(token());
    String csr = Csrs.proper(KeyType.P256.generate());
    invalid(proved, "", 0, "exactly one PEM block");
    invalid(proved, Csrs.proper(Csrs.rsa(1024)), 0, "1024 bits");
    invalid(proved, csr, Duration.ofDays(91).toSeconds(), "2160 hours");
    invalid(proved, csr, Long.MAX_VALUE, "2160 hours");
    invalid(proved, "x".repeat(1_000_000), 0, "longer than");
    assertThat(create(proved, csr, -5)).as("as Istio: the default").hasSize(2);
  }

  private void unauthenticated(Channel caller, String csr) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> create(caller, csr, 0))
        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
  }

  private static void invalid(Channel caller, String csr, long seconds, String says) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> create(caller, csr, seconds))
        .withMessageContaining(says)
        .satisfies(
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}

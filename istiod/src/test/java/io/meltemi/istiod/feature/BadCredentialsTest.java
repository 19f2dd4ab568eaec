package io.meltemi.istiod.feature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.service.wire.IstioCertificateRequest;
import io.meltemi.ca.service.wire.IstioCertificateResponse;
import io.meltemi.ca.service.wire.IstioCertificateServiceGrpc;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers show at the two services of the TLS door, and that others go on meanwhile. */
final class BadCredentialsTest {

  private static final SpiffeId REVIEWS = new SpiffeId("cluster.local", "default", "reviews");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private SecureMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private XdsClient healthy;

  @BeforeEach
  void start() {
    mesh = SecureMesh.start(temp, config -> config);
    healthy = mesh.delta(mesh.dialAs(REVIEWS), node());
    healthy.subscribe(XdsType.SECRET, "default");
    healthy.awaitComplete(XdsType.SECRET);
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  /** What they ask for is in order: with a good token there is an answer. */
  @Test
  void tokensThatAreNoGoodAreUnauthenticatedAtBothServices() throws Exception {
    Map<String, String> bad = new TreeMap<>();
    bad.put("expired", signed(key(), claims -> claims.expirationTime(ago(HOUR))));
    bad.put("for others", signed(key(), claims -> claims.audience("kubernetes")));
    bad.put("of another issuer", signed(key(), claims -> claims.issuer("elsewhere")));
    bad.put("without an end", signed(key(), claims -> claims.expirationTime(null)));
    bad.put("not yet", signed(key(), claims -> claims.notBeforeTime(ago(HOUR.negated()))));
    bad.put("of no account", signed(key(), claims -> claims.subject("admin")));
    bad.put("of another key", signed(new SecureRandom().generateSeed(32), _ -> {}));
    bad.put("unsigned", unsigned());
    bad.put("huge", "x".repeat(20_000));
    bad.put("junk", "a.b.c");
    for (Map.Entry<String, String> each : bad.entrySet()) {
      for (Status status : both("authorization", "Bearer " + each.getValue())) {
        assertThat(status.getCode()).as(each.getKey()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(String.valueOf(status.getDescription())).doesNotContain(each.getValue());
      }
    }
    assertThat(both("authorization", "Bearer " + signed(key(), _ -> {}))).allMatch(Status::isOk);
    goesOn();
  }

  @Test
  void noHeaderSaysWhoSomebodyIs() throws Exception {
    for (Map.Entry<String, String> forged :
        Map.of(
                "x-forwarded-client-cert",
                "By=spiffe://a;Hash=b;URI=" + REVIEWS,
                "x-forwarded-for",
                "127.0.0.1",
                "x-remote-user",
                REVIEWS.subject(),
                "x-spiffe-id",
                REVIEWS.toString())
            .entrySet()) {
      for (Status status : both(forged.getKey(), forged.getValue())) {
        assertThat(status.getCode()).as(forged.getKey()).isEqualTo(Status.Code.UNAUTHENTICATED);
      }
    }
  }

  /** Many small entries, too: what counts is what they take together. */
  @Test
  void metadataBeyondItsBoundIsRefusedHoweverGoodTheToken() throws Exception {
    String token = "Bearer " + mesh.token(REVIEWS, HOUR);
    Metadata one = headers("authorization", token);
    one.put(key("x-junk"), "x".repeat(40_000));
    Metadata many = headers("authorization", token);
    for (int i = 0; i < 2_000; i++) {
      many.put(key("x-" + i), "x");
    }
    for (Metadata huge : List.of(one, many)) {
      assertThat(stream(huge).isOk()).isFalse();
      assertThat(certificate(huge).isOk()).isFalse();
    }
    goesOn();
  }

  private void goesOn() {
    healthy.subscribe(XdsType.SECRET, "ROOTCA");
    healthy.awaitComplete(XdsType.SECRET);
  }

  private List<Status> both(String header, String value) throws Exception {
    return List.of(stream(headers(header, value)), certificate(headers(header, value)));
  }

  private static Metadata headers(String name, String value) {
    Metadata headers = new Metadata();
    headers.put(key(name), value);
    return headers;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /** OK if it was answered. */
  private Status stream(Metadata headers) throws Exception {
    ManagedChannel channel = mesh.dial().channel();
    CompletableFuture<Status> end = new CompletableFuture<>();
    try {
      StreamObserver<DeltaDiscoveryRequest> requests =
          AggregatedDiscoveryServiceGrpc.newStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .deltaAggregatedResources(
                  new Ending<>(end) {
                    @Override
                    public void onNext(DeltaDiscoveryResponse response) {
                      end.complete(Status.OK);
                    }
                  });
      requests.onNext(
          DeltaDiscoveryRequest.newBuilder()
              .setNode(node())
              .setTypeUrl(XdsType.CLUSTER.typeUrl())
              .build());
      return end.get(20, TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  private Status certificate(Metadata headers) throws Exception {
    ManagedChannel channel = mesh.dial().channel();
    CompletableFuture<Status> end = new CompletableFuture<>();
    try {
      IstioCertificateServiceGrpc.newStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .createCertificate(
              IstioCertificateRequest.newBuilder().setCsr(TestCsr.pem()).build(),
              new Ending<>(end) {
                @Override
                public void onNext(IstioCertificateResponse response) {
                  end.complete(Status.OK);
                }
              });
      return end.get(20, TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  private abstract static class Ending<T> implements StreamObserver<T> {

    private final CompletableFuture<Status> end;

    Ending(CompletableFuture<Status> end) {
      this.end = end;
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.UNKNOWN);
    }
  }

  private byte[] key() throws Exception {
    return Base64.getDecoder()
        .decode(Files.readString(temp.resolve("state").resolve("token-key")).strip());
  }

  /** A good token but for the change. */
  private static String signed(byte[] key, Consumer<JWTClaimsSet.Builder> change) throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("istiod")
            .audience("istio-ca")
            .subject(REVIEWS.subject())
            .expirationTime(ago(HOUR.negated()));
    change.accept(claims);
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    token.sign(new MACSigner(key));
    return token.serialize();
  }

  private String unsigned() throws Exception {
    String good = signed(key(), _ -> {});
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(US_ASCII));
    return header + good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1);
  }

  private static Date ago(Duration time) {
    return Date.from(Instant.now().minus(time));
  }

  private static io.envoyproxy.envoy.config.core.v3.Node node() {
    return TestNodes.known("default", "reviews-v1", "reviews");
  }
}

package io.meltemi.ca.bench;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.ca.token.TokenKey;
import io.meltemi.ca.token.TokenSigner;
import io.meltemi.ca.token.TokenVerifier;
import io.meltemi.ca.token.WorkloadToken;
import io.meltemi.ca.x509.CertificateSigningRequest;
import io.meltemi.ca.x509.Csrs;
import io.meltemi.ca.x509.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One certificate, on one thread: with the caller's key, with a key of ours, and the parts of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, and start() the rest
public class IssuanceBenchmark {
  private static final SpiffeId ID = new SpiffeId("cluster.local", "bookinfo", "reviews");
  private static final Duration TTL = Duration.ofHours(24);

  @Param("P256")
  KeyType root;

  private Path folder;
  private CertificateAuthority authority;
  private String csr;
  private TokenVerifier verifier;
  private String token;

  @Setup
  public void start() throws Exception {
    folder = Files.createTempDirectory("issuance");
    authority =
        CertificateAuthority.selfSigned(
            folder, CaOptions.of("cluster.local").withRootKey(root), InstantSource.system());
    csr = Csrs.proper(KeyType.P256.generate());
    TokenKey key = TokenKey.in(folder);
    verifier = new TokenVerifier(key, InstantSource.system());
    token = new TokenSigner(key, InstantSource.system()).sign(ID, TTL);
  }

  @TearDown
  public void stop() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public ImmutableList<String> signRequest() throws Exception {
    return authority.sign(csr, ID, TTL);
  }

  @Benchmark
  public CertificateSigningRequest parseAndVerifyRequest() throws Exception {
    return CertificateSigningRequest.parse(csr);
  }

  @Benchmark
  public IssuedIdentity issueWithKeyOfOurs() {
    return authority.issue(ID, TTL);
  }

  @Benchmark
  public WorkloadToken verifyToken() throws Exception {
    return verifier.verify(token);
  }
}

package io.meltemi.ca.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.TestClock;
import io.meltemi.ca.x509.Csrs;
import io.meltemi.ca.x509.Issuer;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.PemBlock;
import io.meltemi.ca.x509.TestPki;
import io.meltemi.ca.x509.TestPki.Authority;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacertsFolderTest {
  /** SEC 1 with a string where the curve belongs; BouncyCastle throws what nobody expects. */
  private static final byte[] UNIVERSAL_STRING_AS_CURVE = {
    0x30, 0x0a, 0x02, 0x01, 0x01, 0x04, 0x01, 0x07, (byte) 0xa0, 0x02, 0x1c, 0x00
  };

  @TempDir Path folder;
  private final TestClock clock = TestClock.standing();
  private final TestPki pki =
      new TestPki(
          clock.instant().minus(Duration.ofDays(1)), clock.instant().plus(Duration.ofDays(100)));
  private Authority root;
  private Authority between;
  private Authority signer;

  @BeforeEach
  void makePki() throws Exception {
    root = pki.root("CN=Company root");
    between = pki.below(root, "CN=Department");
    signer = pki.below(between, "CN=Mesh");
  }

  private void write(String name, String... texts) throws Exception {
    Files.writeString(folder.resolve(name), String.join("", texts));
  }

  private void istioForm() throws Exception {
    write("ca-cert.pem", signer.pem());
    write("ca-key.pem", signer.keyPem());
    write("root-cert.pem", root.pem());
    write("cert-chain.pem", signer.pem(), between.pem(), root.pem());
  }

  private IssuerState read() throws Exception {
    CacertsFolder files = new CacertsFolder(folder);
    return files.interpret(files.read(), clock.instant());
  }

  private void refused(String says) {
    assertThatExceptionOfType(MalformedPem.class)
        .isThrownBy(this::read)
        .withMessageContaining(says);
  }

  @Test
  void theFormOfIstioSendsSignerAndIntermediateButNotTheRoot() throws Exception {
    istioForm();
    Issuer issuer = read().issuer();
    assertThat(issuer.certificate()).isEqualTo(signer.certificate());
    assertThat(issuer.intermediates()).containsExactly(signer.certificate(), between.certificate());
    assertThat(issuer.root()).isEqualTo(root.certificate());
    assertThat(read().trusted()).containsExactly(root.certificate());
  }

  @Test
  void theFormOfTlsSecretsIsReadToo() throws Exception {
    write("tls.crt", signer.pem(), between.pem());
    write("tls.key", signer.keyPem());
    write("ca.crt", root.pem());
    assertThat(read().issuer().intermediates())
        .containsExactly(signer.certificate(), between.certificate());
  }

  @Test
  void theFormOfIstioWinsOverTheOther() throws Exception {
    istioForm();
    write("tls.crt", "junk");
    assertThat(read().issuer().certificate()).isEqualTo(signer.certificate());
  }

  @Test
  void aRootMaySignItself() throws Exception {
    write("ca-cert.pem", root.pem());
    write("ca-key.pem", root.keyPem());
    write("root-cert.pem", root.pem());
    assertThat(read().issuer().intermediates()).isEmpty();
    assertThat(read().issuer().root()).isEqualTo(root.certificate());
  }

  @Test
  void aChainFileInAnyOrderWillDo() throws Exception {
    istioForm();
    write("cert-chain.pem", root.pem(), between.pem());
    assertThat(read().issuer().intermediates())
        .containsExactly(signer.certificate(), between.certificate());
  }

  @Test
  void keysOfOpensslsOldFormsAreRead() throws Exception {
    for (KeyPair keys : ImmutableList.of(Csrs.rsa(2048), KeyType.P256.generate())) {
      signer = pki.below(between, "CN=Mesh", keys);
      istioForm();
      write("ca-key.pem", Csrs.oldForm(keys.getPrivate()));
      assertThat(read().issuer().certificate()).isEqualTo(signer.certificate());
    }
  }

  @Test
  void ofTwoCrossSignedRootsBothAreTrustedAndTheCrossCertificateIsSent() throws Exception {
    Authority newRoot = pki.root("CN=Company root 2");
    var cross = pki.crossSigned(newRoot, root);
    signer = pki.below(newRoot, "CN=Mesh");
    write("ca-cert.pem", signer.pem());
    write("ca-key.pem", signer.keyPem());
    write("root-cert.pem", root.pem(), newRoot.pem());
    write("cert-chain.pem", signer.pem(), io.meltemi.ca.x509.Pem.write(cross));
    assertThat(read().issuer().intermediates()).containsExactly(signer.certificate(), cross);
    assertThat(read().trusted()).containsExactly(root.certificate(), newRoot.certificate());
  }

  @Test
  void nothingLivesLongerThanTheShortestOfTheChain() throws Exception {
    TestPki shorter =
        new TestPki(
            clock.instant().minus(Duration.ofDays(1)), clock.instant().plus(Duration.ofDays(7)));
    between = shorter.below(root, "CN=Department");
    signer = pki.below(between, "CN=Mesh");
    istioForm();
    assertThat(read().issuer().notAfter()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
  }

  @Test
  void whatDoesNotFitIsRefusedByItsName() throws Exception {
    refused("tls.crt: the file is missing");
    istioForm();
    write("ca-key.pem", root.keyPem());
    refused("private key does not belong");
    write("ca-key.pem", io.meltemi.ca.x509.Pem.write(Csrs.rsa(2048).getPrivate()));
    refused("private key does not belong");
    write("ca-key.pem", "junk");
    refused("ca-key.pem: there must be exactly one private key");
    write("ca-key.pem", new PemBlock("PRIVATE KEY", new byte[] {1, 2, 3}).text());
    refused("ca-key.pem: the private key cannot be read");
    write("ca-key.pem", new PemBlock("EC PRIVATE KEY", UNIVERSAL_STRING_AS_CURVE).text());
    refused("ca-key.pem: the private key cannot be read");
    write("ca-key.pem", new PemBlock("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}).text());
    refused("encrypted");
    istioForm();
    write("root-cert.pem", pki.root("CN=Other").pem());
    refused("no chain of valid certificates");
    write("root-cert.pem", "");
    refused("root-cert.pem: there is no certificate");
    Files.delete(folder.resolve("root-cert.pem"));
    refused("root-cert.pem: the file is missing");
    istioForm();
    write("cert-chain.pem", signer.keyPem());
    refused("cert-chain.pem: a block PRIVATE KEY stands where certificates belong");
    write("cert-chain.pem", signer.pem());
    refused("no chain of valid certificates");
  }

  @Test
  void aCertificateThatMayNotSignIsRefused() throws Exception {
    signer = pki.notAnAuthority(between, "CN=Mesh");
    istioForm();
    refused("not one of a CA");
  }

  @Test
  void whatHasEndedOrNotBegunIsRefused() throws Exception {
    istioForm();
    clock.forward(Duration.ofDays(-2));
    refused("not valid before");
    clock.forward(Duration.ofDays(200));
    refused("ended at");
  }

  @Test
  void aRootThatHasEndedLeadsNowhere() throws Exception {
    TestPki old =
        new TestPki(
            clock.instant().minus(Duration.ofDays(9)), clock.instant().minus(Duration.ofDays(1)));
    root = old.root("CN=Company root");
    between = pki.below(root, "CN=Department");
    signer = pki.below(between, "CN=Mesh");
    istioForm();
    refused("every root certificate has ended");
  }

  @Test
  void revocationListsOfOurOwnAreTakenAndOthersRefused() throws Exception {
    istioForm();
    write("ca-crl.pem", pki.revoking(signer, BigInteger.TEN), pki.revoking(root));
    assertThat(read().crls()).hasSize(2);
    write("ca-crl.pem", pki.revoking(pki.root("CN=Company root"), BigInteger.TEN));
    refused("ca-crl.pem: a CRL is signed by none of these certificates");
    write("ca-crl.pem", signer.pem());
    refused("ca-crl.pem: a block CERTIFICATE");
  }

  @Test
  void whatIsReadNeverPrintsAKey() throws Exception {
    istioForm();
    assertThat(new CacertsFolder(folder).read().toString() + read()).doesNotContain("PRIVATE");
  }
}

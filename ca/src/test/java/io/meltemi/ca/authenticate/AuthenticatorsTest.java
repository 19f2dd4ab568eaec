package io.meltemi.ca.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.TestClock;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.TestPki;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

final class AuthenticatorsTest {
  private static final SpiffeId ID = new SpiffeId("cluster.local", "bookinfo", "reviews");
  private static final CallCredentials NOTHING =
      new CallCredentials(Optional.empty(), ImmutableList.of(), "127.0.0.1:5");

  private final TestClock clock = TestClock.standing();
  private final TestPki pki =
      new TestPki(clock.instant().minusSeconds(60), clock.instant().plus(Duration.ofDays(1)));

  private static CallCredentials token(String token) {
    return new CallCredentials(Optional.of(token), ImmutableList.of(), "10.0.0.1:5");
  }

  private static CallCredentials showing(X509Certificate certificate) {
    return new CallCredentials(Optional.empty(), ImmutableList.of(certificate), "10.0.0.1:5");
  }

  private record Fixed(String name, Verdict verdict, List<String> asked) implements Authenticator {
    @Override
    public Verdict authenticate(CallCredentials call) {
      asked.add(name);
      return verdict;
    }
  }

  private final List<String> asked = new ArrayList<>();

  private Verdict all(Verdict... verdicts) {
    ImmutableList.Builder<Authenticator> inOrder = ImmutableList.builder();
    for (int i = 0; i < verdicts.length; i++) {
      inOrder.add(new Fixed("a" + i, verdicts[i], asked));
    }
    return new Authenticators(inOrder.build()).authenticate(token("t"));
  }

  @Test
  void theFirstThatVerifiesDecidesAndTheOthersAreNotAsked() {
    Verdict verified = new Verdict.Verified(ID, "a1");
    assertThat(all(new Verdict.Refused("no"), verified, new Verdict.Refused("never")))
        .isEqualTo(verified);
    assertThat(asked).containsExactly("a0", "a1");
  }

  @Test
  void allReasonsAreGivenWhenNobodyVerifies() {
    assertThat(all(new Verdict.Refused("one"), new Verdict.Absent(), new Verdict.Refused("two")))
        .isEqualTo(new Verdict.Refused("a0: one; a2: two"));
  }

  @Test
  void whoShowsNothingIsRefusedAlsoFromThisMachine() {
    assertThat(new Authenticators(ImmutableList.of(certificates())).authenticate(NOTHING))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, it -> assertThat(it.reason()).contains("no credential"));
  }

  @Test
  void anAuthenticatorThatFailsLetsNobodyInAndTheNextIsAsked() {
    Authenticator broken =
        new Authenticator() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Verdict authenticate(CallCredentials call) {
            throw new IllegalStateException("secret detail");
          }
        };
    assertThat(new Authenticators(ImmutableList.of(broken)).authenticate(token("t")))
        .isEqualTo(new Verdict.Refused("broken: an internal failure"));
    Verdict verified = new Verdict.Verified(ID, "next");
    assertThat(
            new Authenticators(ImmutableList.of(broken, new Fixed("next", verified, asked)))
                .authenticate(token("t")))
        .isEqualTo(verified);
  }

  private static ClientCertificateAuthenticator certificates() {
    return new ClientCertificateAuthenticator("cluster.local", List.of("old.local"));
  }

  private static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }

  private void refused(X509Certificate certificate, String says) {
    assertThat(certificates().authenticate(showing(certificate)))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, it -> assertThat(it.reason()).contains(says));
  }

  @Test
  void aCertificatesOneUriIsItsIdentity() throws Exception {
    TestPki.Authority root = pki.root("CN=Root");
    assertThat(certificates().authenticate(showing(pki.leaf(root, uri(ID.toString())))))
        .isEqualTo(new Verdict.Verified(ID, "client-certificate"));
  }

  @Test
  void anAliasIsAnotherNameOfOurTrustDomain() throws Exception {
    assertThat(
            certificates()
                .authenticate(
                    showing(pki.leaf(pki.root("CN=Root"), uri(ID.in("old.local").toString())))))
        .isEqualTo(new Verdict.Verified(ID, "client-certificate"));
  }

  @Test
  void otherCertificatesAreNoIdentity() throws Exception {
    TestPki.Authority root = pki.root("CN=Root");
    refused(root.certificate(), "no alternative names");
    refused(pki.leaf(root, new GeneralName(GeneralName.dNSName, "localhost")), "0 URI names");
    refused(pki.leaf(root, uri(ID.toString()), uri(ID.toString())), "2 URI names");
    refused(pki.leaf(root, uri("spiffe://cluster.local/admin")), "not the identity");
    refused(pki.leaf(root, uri(ID.in("other.local").toString())), "trust domain is not ours");
    refused(pki.leaf(root, uri(ID + "/")), "not the identity");
  }

  @Test
  void aRevokedCertificateIsRefusedAndOthersWithItsNumberAreNot() throws Exception {
    TestPki.Authority root = pki.root("CN=Root");
    X509Certificate mine = pki.leaf(root, uri(ID.toString()));
    ImmutableList<X509CRL> revoked =
        Pem.revocationLists(pki.revoking(root, mine.getSerialNumber()));
    ImmutableList<X509CRL> elsewhere =
        Pem.revocationLists(pki.revoking(pki.root("CN=Other"), mine.getSerialNumber()));
    assertThat(
            new ClientCertificateAuthenticator("cluster.local", List.of(), () -> revoked)
                .authenticate(showing(mine)))
        .isEqualTo(new Verdict.Refused("it has been revoked"));
    assertThat(
            new ClientCertificateAuthenticator("cluster.local", List.of(), () -> elsewhere)
                .authenticate(showing(mine)))
        .isInstanceOf(Verdict.Verified.class);
  }

  private static TokenReviewAuthenticator reviewing(TokenReviewer reviewer) {
    return new TokenReviewAuthenticator(reviewer, "istio-ca", "cluster.local");
  }

  @Test
  void kubernetesSaysWhoHoldsAToken() {
    TokenReviewAuthenticator authenticator =
        reviewing(
            (token, audience) ->
                token.equals("good") && audience.equals("istio-ca")
                    ? new TokenReviewer.Answer.Authenticated(ID.subject())
                    : new TokenReviewer.Answer.Denied());
    assertThat(authenticator.authenticate(token("good")))
        .isEqualTo(new Verdict.Verified(ID, "token-review"));
    assertThat(authenticator.authenticate(token("bad"))).isInstanceOf(Verdict.Refused.class);
    assertThat(authenticator.authenticate(NOTHING)).isEqualTo(new Verdict.Absent());
  }

  @Test
  void usersOfKubernetesThatAreNoServiceAccountsGetNoIdentity() {
    assertThat(
            reviewing((_, _) -> new TokenReviewer.Answer.Authenticated("kubernetes-admin"))
                .authenticate(token("t")))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void withoutAnAnswerOfKubernetesNobodyGetsInAndHugeTokensAreNotEvenSent() {
    TokenReviewAuthenticator away =
        reviewing(
            (_, _) -> {
              asked.add("kubernetes");
              throw new IOException("connection refused");
            });
    assertThat(away.authenticate(token("t")))
        .isEqualTo(new Verdict.Refused("Kubernetes did not answer"));
    assertThat(away.authenticate(token("t".repeat(100_000))))
        .isEqualTo(new Verdict.Refused("the token is too long"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void credentialsPrintWithoutTheToken() {
    assertThat(token("secret-token")).asString().doesNotContain("secret-token");
  }
}

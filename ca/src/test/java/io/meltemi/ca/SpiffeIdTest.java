package io.meltemi.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpiffeIdTest {
  @Test
  void printsAndReadsTheSame() {
    SpiffeId id = new SpiffeId("cluster.local", "bookinfo", "bookinfo-reviews");
    assertThat(id).hasToString("spiffe://cluster.local/ns/bookinfo/sa/bookinfo-reviews");
    assertThat(SpiffeId.parse(id.toString())).contains(id);
    assertThat(SpiffeId.ofSubject("cluster.local", id.subject())).contains(id);
  }

  @Test
  void accountsMayHaveDots() {
    assertThat(SpiffeId.parse("spiffe://td/ns/a/sa/b.c")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spiffe://",
        "spiffe://td/ns/a/sa/",
        "spiffe://td/ns//sa/b",
        "spiffe:///ns/a/sa/b",
        "SPIFFE://td/ns/a/sa/b",
        "https://td/ns/a/sa/b",
        "spiffe://td/ns/a/sa/b/",
        "spiffe://td/ns/a/sa/b?x",
        "spiffe://td/ns/a/sa/b#x",
        "spiffe://td:80/ns/a/sa/b",
        "spiffe://user@td/ns/a/sa/b",
        "spiffe://td/ns/a/sa/b%2fc",
        "spiffe://td/ns/a/sa/b/ns/c/sa/d",
        "spiffe://td/ns/../sa/b",
        "spiffe://td/ns/A/sa/b",
        "spiffe://TD/ns/a/sa/b",
        "spiffe://td/ns/a/sa/b\n",
        "spiffe://td/ns/a\u0000/sa/b",
        "spiffe://td/ns/ä/sa/b",
        "spiffe://td/ns/a.b/sa/c",
        "spiffe://td/ns/-a/sa/c",
      })
  void anythingElseIsNoIdentity(String uri) {
    assertThat(SpiffeId.parse(uri)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a:b",
        "system:serviceaccount:a",
        "system:serviceaccount:a:",
        "system:serviceaccount::b",
        "system:serviceaccount:a:b:c",
        "system:serviceaccount:a/sa/x:b",
        "system:node:a",
        "system:serviceaccounts:a:b",
      })
  void aSubjectThatIsNoServiceAccountIsNoIdentity(String subject) {
    assertThat(SpiffeId.ofSubject("td", subject)).isEmpty();
  }

  @Test
  void anIdentityCannotBeMadeOfWhatCannotBeRead() {
    assertThatThrownBy(() -> new SpiffeId("td", "a/sa/b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SpiffeId.of("td", "a", "b".repeat(254))).isEmpty();
    assertThat(SpiffeId.parse("spiffe://td/ns/a/sa/" + "b".repeat(100_000))).isEmpty();
  }
}

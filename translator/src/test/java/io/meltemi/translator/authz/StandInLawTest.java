package io.meltemi.translator.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Value;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.fuzz.PolicyWriter;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A policy with a mistake in it lets nothing through that it would not have let through without the
 * mistake, wherever the mistake is.
 */
final class StandInLawTest {

  private static final int POLICIES = 250;
  private static final int PLACES = 14;
  private static final int ENOUGH = 300;

  private static final ImmutableList<CallTo> CALLS =
      ImmutableList.of(
          CallTo.get("/"),
          CallTo.get("/a").by("cluster.local/ns/a/sa/b"),
          CallTo.get("/a/b").method("PUT").host("a").from("10.0.0.2", "::1").to("web", "::1", 80),
          CallTo.get("/x/b").host("web.default").from("192.0.2.1", "10.0.0.1").header("a", "b"),
          CallTo.get("/a?b")
              .header("a", "a")
              .by("old.org/ns/default/sa/c")
              .claim("iss", Value.newBuilder().setStringValue("https://a").build())
              .claim("sub", Value.newBuilder().setStringValue("b").build())
              .claim("a", Value.newBuilder().setStringValue("a").build()));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mistakesOpenNothing(long seed) {
    Random random = new Random(seed);
    int closed = 0;
    for (int i = 0; i < POLICIES; i++) {
      byte[] choices = new byte[120];
      random.nextBytes(choices);
      String meant = PolicyWriter.right(ConfigKind.AUTHORIZATION_POLICY, choices);
      ConfigFile right = ConfigFile.read("right", meant);
      if (right.objects().isEmpty()) {
        continue; // fields that exclude each other
      }
      Decisions intended = Decisions.of(right.objects().getFirst().object());
      for (int place = 0; place < PLACES; place++) {
        String written =
            PolicyWriter.wrongAt(
                ConfigKind.AUTHORIZATION_POLICY, choices, place, random.nextInt(256));
        ConfigFile wrong = ConfigFile.read("wrong", written);
        if (wrong.objects().isEmpty()) {
          check(right.objects().getFirst().object(), intended, wrong, meant + "\n" + written);
          closed++;
        }
      }
    }
    assertThat(closed).as("how much was tried").isGreaterThan(ENOUGH);
  }

  private static void check(
      ConfigObject<?> right, Decisions intended, ConfigFile wrong, String texts) {
    AuthorizationPolicy policy = (AuthorizationPolicy) right.spec();
    if (wrong.standIns().isEmpty()) {
      assertThat(policy.action()).as(texts).isEqualTo(Action.AUDIT);
      return;
    }
    Decisions closed = Decisions.of(wrong.standIns().getFirst().standIn().object());
    for (CallTo call : CALLS) {
      if (closed.allows(call)) {
        assertThat(intended.allows(call)).as("%s\n%s", texts, call).isTrue();
      }
      if (closed.allowsConnection(call)) {
        assertThat(intended.allowsConnection(call)).as("bytes: %s\n%s", texts, call).isTrue();
      }
    }
  }
}

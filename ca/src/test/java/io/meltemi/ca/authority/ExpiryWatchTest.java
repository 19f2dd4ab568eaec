package io.meltemi.ca.authority;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.TestClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExpiryWatchTest {
  private final TestClock clock = TestClock.standing();
  private final RootSet roots =
      RootSet.of(
          OwnRoot.create(
              CaOptions.of("cluster.local").withRootTtl(Duration.ofDays(100)),
              clock.instant(),
              new SecureRandom()));
  private final ExpiryWatch watch = new ExpiryWatch();

  private ImmutableList<String> news() {
    return watch.news(
        AuthorityStatus.of(
            roots.issuerState(),
            ImmutableList.of(),
            clock.instant(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void eachStageIsSaidOnce() {
    assertThat(news()).isEmpty();
    clock.forward(Duration.ofDays(79));
    assertThat(news()).isEmpty();
    clock.forward(Duration.ofDays(2));
    assertThat(news()).singleElement().asString().contains("ends at", "O=cluster.local");
    assertThat(news()).isEmpty();
    clock.forward(Duration.ofDays(19));
    assertThat(news()).singleElement().asString().contains("has ended at");
    assertThat(news()).isEmpty();
  }
}

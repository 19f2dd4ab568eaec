package io.meltemi.istiod.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchTest {

  private static ConfigKey key(int number) {
    return new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "default", String.format("v%03d", number));
  }

  private static ImmutableList<ConfigKey> keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(SearchTest::key)
        .collect(ImmutableList.toImmutableList());
  }

  /** A proxy: what it says of a resource made of these objects. */
  private record Proxy(Predicate<Set<ConfigKey>> accepts, ImmutableSet<ConfigKey> everything) {

    /** Asks it until the search has ended; gives the number of questions. */
    int ask(Search search) {
      int questions = 0;
      while (search.state() == Search.State.LOOKING) {
        Set<ConfigKey> present = Sets.difference(everything, search.setAside());
        String version = present.toString();
        search.asked(Optional.of(version));
        if (search.state() == Search.State.LOOKING
            && Sets.difference(everything, search.setAside()).toString().equals(version)) {
          search.answered("another version", true);
          search.answered(version, accepts.test(present));
          questions++;
        }
      }
      return questions;
    }
  }

  private static Search search(ImmutableList<ImmutableList<ConfigKey>> circles, Proxy proxy) {
    return new Search(new Suspects(circles, circles.getLast()), proxy.everything().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 500})
  void oneGuiltyIsFoundInFewQuestions(int count) {
    ImmutableList<ConfigKey> suspects = keys(count);
    for (int guilty = 0; guilty < count; guilty += 1 + count / 7) {
      ConfigKey bad = key(guilty);
      Proxy proxy = new Proxy(present -> !present.contains(bad), ImmutableSet.copyOf(suspects));
      Search search = search(ImmutableList.of(suspects), proxy);
      int questions = proxy.ask(search);
      assertThat(search.state()).isEqualTo(Search.State.FOUND);
      assertThat(search.setAside()).containsExactly(bad);
      assertThat(questions).isLessThanOrEqualTo(1 + 2 * (32 - Integer.numberOfLeadingZeros(count)));
    }
  }

  @Test
  void severalGuiltyAreFoundAndNobodyElse() {
    ImmutableSet<ConfigKey> bad = ImmutableSet.of(key(3), key(17), key(18), key(39));
    Proxy proxy =
        new Proxy(
            present -> Sets.intersection(present, bad).isEmpty(), ImmutableSet.copyOf(keys(40)));
    Search search = search(ImmutableList.of(keys(40)), proxy);
    proxy.ask(search);
    assertThat(search.setAside()).isEqualTo(bad);
  }

  @Test
  void whatIsWrongOnlyTogetherCostsOneOfThem() {
    Proxy proxy =
        new Proxy(
            present -> !present.containsAll(ImmutableSet.of(key(2), key(5))),
            ImmutableSet.copyOf(keys(8)));
    Search search = search(ImmutableList.of(keys(8)), proxy);
    proxy.ask(search);
    assertThat(search.setAside()).containsExactly(key(5));
  }

  @Test
  void theCircleIsWidenedIfTheLikelyOnesAreInnocent() {
    Proxy proxy = new Proxy(present -> !present.contains(key(9)), ImmutableSet.copyOf(keys(12)));
    Search search = search(ImmutableList.of(keys(2), keys(12)), proxy);
    proxy.ask(search);
    assertThat(search.setAside()).containsExactly(key(9));
  }

  @Test
  void proxyThatRefusesEverythingIsAskedOnceForEachCircle() {
    Proxy proxy = new Proxy(_ -> false, ImmutableSet.copyOf(keys(100)));
    Search search = search(ImmutableList.of(keys(3), keys(100)), proxy);
    assertThat(proxy.ask(search)).isEqualTo(2);
    assertThat(search.state()).isEqualTo(Search.State.IN_VAIN);
    assertThat(search.setAside()).isEmpty();
  }

  @Test
  void proxyThatRefusesEachOfThemIsNotAskedOnForEver() {
    Proxy proxy = new Proxy(Set::isEmpty, ImmutableSet.copyOf(keys(500)));
    Search search = search(ImmutableList.of(keys(500)), proxy);
    assertThat(proxy.ask(search)).isLessThan(2 * Search.MOST_GUILTY + 20);
    assertThat(search.state()).isEqualTo(Search.State.IN_VAIN);
  }

  @Test
  void resourceThatIsNotThereWithoutThemIsRefusedByNobody() {
    ImmutableList<ConfigKey> one = keys(1);
    Search search = new Search(new Suspects(ImmutableList.of(one), one), "bad");
    search.asked(Optional.empty());
    assertThat(search.state()).isEqualTo(Search.State.FOUND);
    assertThat(search.setAside()).containsExactly(key(0));
  }

  @Test
  void withoutSuspectsThereIsNothingToAsk() {
    Search search = new Search(new Suspects(ImmutableList.of(), keys(1)), "bad");
    assertThat(search.state()).isEqualTo(Search.State.IN_VAIN);
  }
}

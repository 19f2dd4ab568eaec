package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multisets;
import io.meltemi.istiod.demo.Step.Look;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The ways to look at Bookinfo, in the words of its README. */
final class Looks {

  /** Enough that 10 and 0 of a hundred, or 50 and 60, are told apart beyond doubt. */
  private static final int CALLS = 400;

  /** Turns of three versions show each of them; a single version shows only itself. */
  private static final int FEW_CALLS = 12;

  private static final double SIGMAS = 3;

  private Looks() {}

  /** The page of somebody not signed in, once. */
  static Look page(Predicate<BookPage> as) {
    return stage -> verdict(stage.site().page(), as);
  }

  /** The page of a user, once. */
  static Look pageOf(String user, Predicate<BookPage> as) {
    return stage -> verdict(stage.site().page(stage.site().signIn(user)), as);
  }

  /** Several reloads, all of them as said. */
  static Look everyPage(int reloads, Predicate<BookPage> as) {
    return stage -> {
      Verdict last = new Verdict.Failed("not looked");
      for (int reload = 0; reload < reloads; reload++) {
        last = verdict(stage.site().page(), as);
        if (last instanceof Verdict.Failed) {
          return last;
        }
      }
      return new Verdict.Ok(reloads + " times " + last.seen());
    };
  }

  static Look status(String path, int wanted) {
    return stage -> {
      int seen = stage.site().status(path);
      return Verdict.of(seen == wanted, path + " answers " + seen);
    };
  }

  /** All three versions answer, in turns. */
  static Look versionsTakeTurns() {
    return stage -> {
      ImmutableMultiset<String> seen = stage.site().versions(FEW_CALLS);
      boolean all =
          seen.elementSet().size() == 3 && seen.entrySet().stream().allMatch(e -> e.getCount() > 1);
      return Verdict.of(all, text(seen));
    };
  }

  /**
   * A few calls reach these versions and no others: the rules of before are gone, and the new ones
   * are there.
   */
  static Look exactlyVersions(String... versions) {
    return stage -> {
      ImmutableMultiset<String> seen = stage.site().versions(FEW_CALLS);
      return Verdict.of(java.util.Set.of(versions).equals(seen.elementSet()), text(seen));
    };
  }

  /** Shares in percent, each within three standard deviations, and nobody else. */
  static Look shares(ImmutableMap<String, Integer> percent) {
    return stage -> {
      ImmutableMultiset<String> seen = stage.site().versions(CALLS);
      boolean ok = percent.keySet().containsAll(seen.elementSet());
      for (Map.Entry<String, Integer> each : percent.entrySet()) {
        double share = each.getValue() / 100.0;
        double sigma = Math.sqrt(CALLS * share * (1 - share));
        ok &= Math.abs(seen.count(each.getKey()) - CALLS * share) <= SIGMAS * sigma;
      }
      return Verdict.of(ok, text(seen));
    };
  }

  private static Verdict verdict(BookPage page, Predicate<BookPage> as) {
    return Verdict.of(page.status() == 200 && as.test(page), text(page));
  }

  private static String text(BookPage page) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%d in %.1f s", page.status(), page.seconds()));
    page.reviewsPod().ifPresent(pod -> text.append(", ").append(pod));
    text.append(
        switch (page.stars()) {
          case NONE -> ", no stars";
          case BLACK -> ", black stars";
          case RED -> ", red stars";
        });
    text.append(page.lacksReviews() ? ", reviews unavailable" : "");
    text.append(page.lacksRatings() ? ", ratings unavailable" : "");
    text.append(page.lacksDetails() ? ", details unavailable" : "");
    return text.toString();
  }

  private static String text(ImmutableMultiset<String> seen) {
    StringBuilder text = new StringBuilder();
    Multisets.copyHighestCountFirst(seen)
        .entrySet()
        .forEach(
            each ->
                text.append(", ").append(each.getCount()).append(' ').append(each.getElement()));
    return text.isEmpty() ? "nothing" : text.substring(2);
  }
}

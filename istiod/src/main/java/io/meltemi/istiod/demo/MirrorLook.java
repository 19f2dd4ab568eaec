package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.demo.Step.Look;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks into the log of reviews-v3 for the copies of requests that v1 has answered. */
final class MirrorLook {

  private static final String ORIGINAL = "host=reviews:9080";
  private static final String COPY = "host=reviews-shadow:9080";

  /** A copy has its original's. */
  private static final String ID = "x-request-id=";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(20);

  private MirrorLook() {}

  /** Whether the rule has arrived: no other one makes copies. */
  static Look any() {
    return stage -> {
      Verdict page = Looks.page(each -> each.isBy("v1")).at(stage);
      int copies = copies(stage).size();
      return page instanceof Verdict.Ok ? Verdict.of(copies > 0, copies + " copies") : page;
    };
  }

  /** So many reloads give as many lines; they may be a moment behind, nobody waits for them. */
  static Look of(int reloads) {
    return stage -> {
      int before = originals(stage).size();
      Verdict pages = Looks.everyPage(reloads, page -> page.isBy("v1")).at(stage);
      if (pages instanceof Verdict.Failed) {
        return pages;
      }
      ImmutableList<String> all = originals(stage);
      ImmutableList<String> requests = all.subList(before, all.size());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      long copies = copiesOf(requests, stage);
      while (copies < requests.size() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(POLL.toNanos());
        copies = copiesOf(requests, stage);
      }
      return Verdict.of(
          requests.size() >= reloads && copies == requests.size(),
          copies + " copies of " + requests.size() + " requests");
    };
  }

  /** What v1 was asked: an app writes its line before it answers. */
  private static ImmutableList<String> originals(Step.Stage stage) throws IOException {
    return stage.logs().values("reviews-v1", ORIGINAL, ID);
  }

  private static ImmutableList<String> copies(Step.Stage stage) throws IOException {
    return stage.logs().values("reviews-v3", COPY, ID);
  }

  private static long copiesOf(ImmutableList<String> requests, Step.Stage stage)
      throws IOException {
    ImmutableSet<String> ids = ImmutableSet.copyOf(requests);
    return copies(stage).stream().filter(ids::contains).count();
  }
}

package io.meltemi.istiod.demo;

import io.meltemi.istiod.demo.Step.Look;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks into the log of reviews-v3 for the copies of requests that v1 has answered. */
final class MirrorLook {

  private static final String COPY = "host=reviews-shadow:9080";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);

  private MirrorLook() {}

  /** Whether the rule has arrived: no other one makes copies. */
  static Look any() {
    return stage -> {
      Verdict page = Looks.page(each -> each.isBy("v1")).at(stage);
      long copies = copies(stage);
      return page instanceof Verdict.Ok ? Verdict.of(copies > 0, copies + " copies") : page;
    };
  }

  /** So many reloads give as many lines; they may be a moment behind, nobody waits for them. */
  static Look of(int reloads) {
    return stage -> {
      Verdict pages = Looks.everyPage(1, page -> page.isBy("v1")).at(stage);
      long before = settled(stage);
      for (int reload = 0; reload < reloads && pages instanceof Verdict.Ok; reload++) {
        pages = Looks.page(page -> page.isBy("v1")).at(stage);
      }
      if (pages instanceof Verdict.Failed) {
        return pages;
      }
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      long copies = copies(stage) - before;
      while (copies < reloads && System.nanoTime() < deadline) {
        LockSupport.parkNanos(POLL.toNanos());
        copies = copies(stage) - before;
      }
      return Verdict.of(copies == reloads, copies + " copies of " + reloads + " requests");
    };
  }

  /** The number of copies so far, once it has stopped growing: earlier ones may be on their way. */
  private static long settled(Step.Stage stage) throws IOException {
    long last = -1;
    long now = copies(stage);
    while (now != last) {
      last = now;
      LockSupport.parkNanos(10 * POLL.toNanos());
      now = copies(stage);
    }
    return now;
  }

  private static long copies(Step.Stage stage) throws IOException {
    return stage.logs().count("reviews-v3", COPY);
  }
}

package io.meltemi.istiod.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Takes the walk-throughs step by step and prints what came of each. */
final class WalkthroughRunner {

  private static final Duration POLL = Duration.ofMillis(50);

  private final DemoMesh mesh;
  private final Step.Stage stage;
  private final Progress progress;
  private int passed;
  private int failed;

  WalkthroughRunner(DemoMesh mesh, Step.Stage stage, Progress progress) {
    this.mesh = mesh;
    this.stage = stage;
    this.progress = progress;
  }

  /** Whether all went as the README says. */
  boolean run(Iterable<Walkthrough> all) throws InterruptedException {
    for (Walkthrough walkthrough : all) {
      progress.line("");
      progress.line(walkthrough.title());
      for (Step step : walkthrough.steps()) {
        take(step);
      }
    }
    progress.line("");
    progress.line(passed + " passed, " + failed + " failed");
    return failed == 0;
  }

  private void take(Step step) throws InterruptedException {
    try {
      switch (step) {
        case Step.Apply apply -> {
          progress.line("        cp " + apply.rules() + " $MESH/" + apply.name());
          mesh.apply(apply.rules(), apply.name());
        }
        case Step.Remove remove -> {
          progress.line("        rm $MESH/" + remove.name());
          mesh.remove(remove.name());
        }
        case Step.Edit edit -> {
          progress.line("        in $MESH/" + edit.name() + ": " + edit.from() + " → " + edit.to());
          mesh.edit(edit.name(), edit.from(), edit.to());
        }
        case Step.Until until -> report(until.what(), await(until));
        case Step.Check check -> report(check.what(), check.look().at(stage));
        case Step.Measure measure -> report(measure.what(), measure(measure));
      }
    } catch (IOException e) {
      report(step.getClass().getSimpleName(), new Verdict.Failed(e.toString()));
    }
  }

  private Verdict await(Step.Until until) throws InterruptedException {
    long start = System.nanoTime();
    Verdict last = lookAgain(until.look());
    while (last instanceof Verdict.Failed && System.nanoTime() - start < until.within().toNanos()) {
      LockSupport.parkNanos(POLL.toNanos());
      last = lookAgain(until.look());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String seen = last.seen() + String.format(Locale.ROOT, ", after %.1f s", seconds);
    return Verdict.of(last instanceof Verdict.Ok, seen);
  }

  /** While a change is on its way, an answer may fail to come. */
  private Verdict lookAgain(Step.Look look) throws InterruptedException {
    try {
      return look.at(stage);
    } catch (IOException e) {
      return new Verdict.Failed(e.toString());
    }
  }

  /**
   * Three standard deviations are missed once in 370 by chance alone; twice in a row is no chance.
   */
  private Verdict measure(Step.Measure measure) throws IOException, InterruptedException {
    Verdict first = measure.look().at(stage);
    return first instanceof Verdict.Ok ? first : measure.look().at(stage);
  }

  private void report(String what, Verdict verdict) {
    String word =
        switch (verdict) {
          case Verdict.Ok _ -> {
            passed++;
            yield "ok      ";
          }
          case Verdict.Failed _ -> {
            failed++;
            yield "FAILED  ";
          }
        };
    progress.line(word + what + ": " + verdict.seen());
  }
}

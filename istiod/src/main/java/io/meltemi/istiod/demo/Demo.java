package io.meltemi.istiod.demo;

import java.io.PrintStream;

/** {@code istiod demo}: start, then play or check, and end everything whatever happens. */
public final class Demo {

  /** A signal is how a demo is meant to end: it is no failure. */
  private static final int ENDED_AS_MEANT = 0;

  /** What shells say of a command ended by SIGINT. */
  private static final int INTERRUPTED = 130;

  private final DemoOptions options;
  private final PrintStream out;

  public Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Until Ctrl-C, which ends it with status 0; 1 if it does not start or something dies. */
  public int play() throws InterruptedException {
    return run(
        ENDED_AS_MEANT,
        (run, stage, progress) -> {
          DemoGuide.print(stage, progress);
          Object dead = run.anyDeath().join();
          if (run.isEnding()) {
            return 0;
          }
          progress.line("Ended by itself: " + dead);
          return 1;
        });
  }

  /** All walk-throughs; 0 if each does what the README says. */
  public int check() throws InterruptedException {
    return run(
        INTERRUPTED,
        (_, stage, progress) -> {
          WalkthroughRunner runner =
              new WalkthroughRunner(stage.mesh(), stage.forSteps(), progress);
          return runner.run(BookinfoWalkthroughs.ALL) ? 0 : 1;
        });
  }

  @FunctionalInterface
  private interface Act {
    int with(DemoRun run, DemoStage stage, Progress progress) throws InterruptedException;
  }

  private int run(int statusOnSignal, Act act) throws InterruptedException {
    Progress progress = new Progress(out);
    progress.line("Bookinfo on this machine; Ctrl-C ends it");
    DemoRun run = new DemoRun(options, progress);
    Thread onSignal =
        new Thread(() -> endOnSignal(run, progress, statusOnSignal), "end of the demo");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (run) {
      return act.with(run, run.start(), progress);
    } catch (DemoException e) {
      if (!run.isEnding()) {
        progress.line("The demo cannot go on. " + e.getMessage());
      }
      return 1;
    } finally {
      forget(onSignal);
    }
  }

  private static void endOnSignal(DemoRun run, Progress progress, int status) {
    progress.line("");
    progress.step("stopping");
    run.close();
    progress.step("everything is stopped");
    Runtime.getRuntime().halt(status);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the process is going down, and the hook is what takes it down
    }
  }
}

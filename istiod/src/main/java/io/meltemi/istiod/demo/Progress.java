package io.meltemi.istiod.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Says what is done, one line a step, with the seconds since the start. */
final class Progress {

  private final PrintStream out;
  private final long start = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  /** {@code 1.2 s istiod follows /tmp/…}. Threads may call it; lines stay whole. */
  void step(String what) {
    double seconds = (System.nanoTime() - start) / 1e9;
    line(String.format(Locale.ROOT, "%6.1f s  %s", seconds, what));
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }
}

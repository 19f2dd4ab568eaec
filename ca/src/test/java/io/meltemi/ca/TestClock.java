package io.meltemi.ca;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
public final class TestClock implements InstantSource {
  private volatile Instant now;

  public TestClock(Instant start) {
    this.now = start;
  }

  /** Some day; on the second. */
  public static TestClock standing() {
    return new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
  }

  public synchronized void forward(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}

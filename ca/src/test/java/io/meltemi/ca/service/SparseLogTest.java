package io.meltemi.ca.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

final class SparseLogTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Lines lines = new Lines();
  private final SparseLog log = new SparseLog(lines, nanos::get);

  @Test
  void aStormIsAHundredLinesAndThenOneASecondThatSaysHowManyThereWere() {
    for (int i = 0; i < 10_000; i++) {
      log.info("No stream for {}", i);
    }
    assertThat(lines.said).hasSize(100).startsWith("No stream for 0");
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    for (int i = 0; i < 10_000; i++) {
      log.info("No stream for {}", i);
    }
    assertThat(lines.said).hasSize(102);
    assertThat(lines.said.get(100))
        .isEqualTo("No stream for 0 (9900 more since the last such line)");
    assertThat(lines.said.get(101)).isEqualTo("No stream for 1");
  }

  /** Keeps what is said. */
  private static final class Lines extends LegacyAbstractLogger {

    @Serial private static final long serialVersionUID = 1;

    private final transient List<String> said = new ArrayList<>();

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String format,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      said.add(MessageFormatter.basicArrayFormat(format, arguments));
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}

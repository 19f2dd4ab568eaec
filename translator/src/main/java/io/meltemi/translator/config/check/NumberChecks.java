package io.meltemi.translator.config.check;

import io.meltemi.translator.config.Percent;
import io.meltemi.translator.config.PortSelector;
import java.time.Duration;
import java.util.Optional;

/** Ports, percentages, durations, and numbers that must not be negative. */
final class NumberChecks {

  private static final int MAX_PORT = 65_535;

  /** The API's durations have a precision of a millisecond. */
  private static final Duration LEAST = Duration.ofMillis(1);

  /** Envoy refuses protobuf durations beyond this (its {@code DurationUtil}), about 292 years. */
  private static final Duration MOST = Duration.ofSeconds(9_223_372_036L);

  private NumberChecks() {}

  static void port(Findings at, int port) {
    if (port < 1 || port > MAX_PORT) {
      at.invalid("takes a port from 1 to 65535, not " + port);
    }
  }

  /** A port where 0 stands for one that was not given. */
  static void optionalPort(Findings at, int port) {
    if (port != 0) {
      port(at, port);
    }
  }

  static void selector(Findings at, PortSelector port) {
    port(at.at("number"), port.number());
  }

  static void percent(Findings at, double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      at.invalid("takes a percentage from 0 to 100, not " + percent);
    }
  }

  static void percent(Findings at, Percent percent) {
    percent(at.at("value"), percent.value());
  }

  static void notNegative(Findings at, long number) {
    if (number < 0) {
      at.invalid("cannot be negative: " + number);
    }
  }

  static void range(Findings at, long number, long least, long most) {
    if (number < least || number > most) {
      at.invalid("takes a number from " + least + " to " + most + ", not " + number);
    }
  }

  /** A millisecond at least. */
  static void duration(Findings at, Duration duration) {
    if (duration.compareTo(LEAST) < 0) {
      at.invalid("takes a duration of 1ms or more");
    } else {
      atMost(at, duration);
    }
  }

  /** Where zero means "no limit" or "never", it is as good as a millisecond. */
  static void durationOrZero(Findings at, Duration duration) {
    if (!duration.isZero()) {
      duration(at, duration);
    }
  }

  static void duration(Findings at, String field, Optional<Duration> duration) {
    at.present(field, duration, NumberChecks::duration);
  }

  private static void atMost(Findings at, Duration duration) {
    if (duration.compareTo(MOST) > 0) {
      at.invalid("is longer than an Envoy can count");
    }
  }
}

package io.meltemi.translator.config.decode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Durations as users of Kubernetes write them, in the form of Go's {@code time.ParseDuration}:
 * {@code 1h30m}, {@code 1.5s}, {@code 200ms}. Protobuf's JSON form ({@code 3.5s}) is among them.
 */
public final class GoDuration {

  private static final int MAX_LENGTH = 64;

  private GoDuration() {}

  public static Optional<Duration> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean negative = text.startsWith("-");
    int at = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (at == text.length()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    while (at < text.length()) {
      int number = at;
      while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      int unit = at;
      while (at < text.length() && !isDigit(text.charAt(at)) && text.charAt(at) != '.') {
        at++;
      }
      Optional<BigDecimal> part = part(text.substring(number, unit), text.substring(unit, at));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      nanos = nanos.add(part.get());
    }
    // Go's durations are 64-bit nanoseconds, about 292 years.
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return Optional.of(negative ? duration.negated() : duration);
  }

  private static Optional<BigDecimal> part(String number, String unit) {
    long nanosPerUnit =
        switch (unit) {
          case "ns" -> 1;
          case "us", "\u00b5s", "\u03bcs" -> 1_000;
          case "ms" -> 1_000_000;
          case "s" -> 1_000_000_000;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 0;
        };
    boolean isNumber =
        number.chars().filter(c -> c == '.').count() <= 1 && number.chars().anyMatch(c -> c != '.');
    if (nanosPerUnit == 0 || !isNumber) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(number).multiply(BigDecimal.valueOf(nanosPerUnit)));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

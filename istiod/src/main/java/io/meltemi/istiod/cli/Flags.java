package io.meltemi.istiod.cli;

import com.google.common.net.HostAndPort;
import com.google.common.primitives.Doubles;
import io.meltemi.ca.SpiffeId;
import io.meltemi.translator.config.decode.GoDuration;
import java.time.Duration;

/** Values of flags that several commands take, or what is wrong with them. */
final class Flags {

  private Flags() {}

  /** {@code 1h30m}, as Go writes it, and more than nothing. */
  static Duration duration(String flag, String text) {
    return GoDuration.parse(text)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new CommandFailure(
                    flag + " takes a time such as 24h or 90s, not \"" + text + "\""));
  }

  /** {@code true} or {@code false}. */
  static boolean truth(String flag, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new CommandFailure(flag + " takes true or false, not \"" + text + "\"");
    };
  }

  /** A number above nothing. */
  static double positive(String flag, String text) {
    Double number = Doubles.tryParse(text);
    if (number == null || !(number > 0) || number.isInfinite()) {
      throw new CommandFailure(flag + " takes a number above 0, not \"" + text + "\"");
    }
    return number;
  }

  /** {@code NAMESPACE/NAME}. */
  static SpiffeId account(String flag, String text, String trustDomain) {
    int slash = text.indexOf('/');
    return (slash < 0
            ? java.util.Optional.<SpiffeId>empty()
            : SpiffeId.of(trustDomain, text.substring(0, slash), text.substring(slash + 1)))
        .orElseThrow(
            () ->
                new CommandFailure(
                    flag + " takes NAMESPACE/NAME, in Kubernetes' letters, not \"" + text + "\""));
  }

  static HostAndPort hostAndPort(String flag, String text) {
    try {
      HostAndPort address = HostAndPort.fromString(text);
      if (address.hasPort() && !address.getHost().isEmpty()) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new CommandFailure(flag + " takes HOST:PORT, not \"" + text + "\"");
  }
}

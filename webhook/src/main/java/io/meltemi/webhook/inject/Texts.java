package io.meltemi.webhook.inject;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.util.Optional;

/** Checks of what annotations and values say in one text. */
final class Texts {

  static final int MAX_PORT = 65_535;

  private static final Splitter COMMAS = Splitter.on(',').trimResults();
  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
  private static final CharMatcher INTERFACE =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(DIGITS)
          .or(CharMatcher.anyOf("._@-"));

  private static final CharMatcher IMAGE_CHARACTERS = INTERFACE.or(CharMatcher.anyOf(":/"));
  private static final CharMatcher HOST = INTERFACE.or(CharMatcher.is(':'));

  /** IFNAMSIZ of the kernel, less the zero at its end. */
  private static final int MAX_INTERFACE = 15;

  /** What a text may be. An empty one always may. */
  enum Check {
    PORTS("a list of ports, separated by commas"),
    PORTS_OR_ALL("a list of ports, separated by commas, or *"),
    RANGES("a list of address ranges such as 10.0.0.0/8, separated by commas"),
    RANGES_OR_ALL("a list of address ranges such as 10.0.0.0/8, separated by commas, or *"),
    INTERFACES("a list of network interfaces, separated by commas"),
    IMAGE("the reference of an image"),
    HOST_AND_PORT("an address such as istiod.istio-system.svc:15012"),
    LOG_LEVELS("a list such as rbac:debug,http:info");

    private final String description;

    Check(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }

    boolean accepts(String text) {
      if (text.isEmpty()) {
        return true;
      }
      return switch (this) {
        case PORTS -> all(text, Texts::isPort);
        case PORTS_OR_ALL -> text.equals("*") || all(text, Texts::isPort);
        case RANGES -> all(text, Texts::isRange);
        case RANGES_OR_ALL -> text.equals("*") || all(text, Texts::isRange);
        case INTERFACES -> all(text, Texts::isInterface);
        case IMAGE -> IMAGE_CHARACTERS.matchesAllOf(text);
        case HOST_AND_PORT -> isHostAndPort(text);
        case LOG_LEVELS -> all(text, Texts::isLogLevel);
      };
    }
  }

  private Texts() {}

  static Optional<Integer> number(String text) {
    return text.length() <= 9 && !text.isEmpty() && DIGITS.matchesAllOf(text)
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }

  private static boolean all(String text, java.util.function.Predicate<String> check) {
    return COMMAS.splitToStream(text).allMatch(check);
  }

  private static boolean isPort(String text) {
    return number(text).filter(number -> number <= MAX_PORT).isPresent();
  }

  private static boolean isRange(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return false;
    }
    String address = text.substring(0, slash);
    return InetAddresses.isInetAddress(address)
        && number(text.substring(slash + 1))
            .filter(bits -> bits <= (address.contains(":") ? 128 : 32))
            .isPresent();
  }

  private static boolean isHostAndPort(String text) {
    try {
      HostAndPort parsed = HostAndPort.fromString(text);
      return !parsed.getHost().isEmpty() && HOST.matchesAllOf(parsed.getHost());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** A component of Envoy and its level. */
  private static boolean isLogLevel(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && INTERFACE.matchesAllOf(text.substring(0, colon) + text.substring(colon + 1));
  }

  private static boolean isInterface(String text) {
    return !text.isEmpty()
        && !text.startsWith("-")
        && text.length() <= MAX_INTERFACE
        && INTERFACE.matchesAllOf(text);
  }
}

package io.meltemi.translator.config.decode;

import com.google.common.io.BaseEncoding;
import com.google.protobuf.ByteString;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Scalars as the types of protobuf's JSON mapping, which is lenient where nothing is lost: numbers
 * may be quoted, and {@code 3.0} is a whole number.
 */
final class Scalars {

  /** Longer ones cannot be numbers we use, and turning them into one takes quadratic time. */
  private static final int MAX_DIGITS = 100;

  private Scalars() {}

  /** Also YAML 1.1's {@code yes} and {@code on}, which {@code kubectl} takes. */
  static Optional<Boolean> bool(Scalar scalar) {
    if (scalar.type() == Scalar.Type.BOOL) {
      return Optional.of(scalar.text().equalsIgnoreCase("true"));
    }
    return switch (scalar.text()) {
      case "yes", "Yes", "YES", "on", "On", "ON" -> Optional.of(true);
      case "no", "No", "NO", "off", "Off", "OFF" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static Optional<Long> integer(Scalar scalar) {
    String text = scalar.text();
    try {
      return switch (typeOfNumber(scalar)) {
        case INT -> Optional.of(parseInteger(text));
        case FLOAT -> Optional.of(decimalOf(text).longValueExact());
        case STRING, BOOL, NULL -> Optional.empty();
      };
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  static Optional<Double> decimal(Scalar scalar) {
    try {
      return switch (typeOfNumber(scalar)) {
        case INT -> Optional.of((double) parseInteger(scalar.text()));
        case FLOAT -> Optional.of(decimalOf(scalar.text()).doubleValue());
        case STRING, BOOL, NULL -> Optional.empty();
      };
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  static Optional<ByteString> bytes(Scalar scalar) {
    String packed = scalar.text().replaceAll("\\s", "");
    try {
      return Optional.of(ByteString.copyFrom(BaseEncoding.base64().decode(packed)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Scalar.Type typeOfNumber(Scalar scalar) {
    if (scalar.text().length() > MAX_DIGITS) {
      return Scalar.Type.STRING;
    }
    return scalar.type() == Scalar.Type.STRING ? CoreSchema.typeOf(scalar.text()) : scalar.type();
  }

  private static long parseInteger(String text) {
    if (text.startsWith("0x")) {
      return Long.parseLong(text, 2, text.length(), 16);
    }
    if (text.startsWith("0o")) {
      return Long.parseLong(text, 2, text.length(), 8);
    }
    return Long.parseLong(text);
  }

  private static BigDecimal decimalOf(String text) {
    BigDecimal number = new BigDecimal(text);
    // 1e999999999 would become that many digits when it is made whole.
    if (Math.abs((long) number.scale()) > MAX_DIGITS) {
      throw new ArithmeticException("out of any range we use");
    }
    return number;
  }

  /**
   * Whether a text is Unicode. An escape can write half of a surrogate pair, which no header, path
   * or name can have and protobuf makes something else of.
   */
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}

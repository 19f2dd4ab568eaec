package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.decode.ConfigTree.Scalar;

/**
 * The core schema of YAML 1.2 (its section 10.3.2): what type an unquoted text has. Written as a
 * scanner because it sees every scalar of every file.
 */
final class CoreSchema {

  private CoreSchema() {}

  static Scalar.Type typeOf(String text) {
    if (text.isEmpty()) {
      return Scalar.Type.NULL;
    }
    char first = text.charAt(0);
    return switch (first) {
      case '~' -> text.length() == 1 ? Scalar.Type.NULL : Scalar.Type.STRING;
      case 'n', 'N' ->
          text.equals("null") || text.equals("Null") || text.equals("NULL")
              ? Scalar.Type.NULL
              : Scalar.Type.STRING;
      case 't', 'T' ->
          text.equals("true") || text.equals("True") || text.equals("TRUE")
              ? Scalar.Type.BOOL
              : Scalar.Type.STRING;
      case 'f', 'F' ->
          text.equals("false") || text.equals("False") || text.equals("FALSE")
              ? Scalar.Type.BOOL
              : Scalar.Type.STRING;
      case '-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numberType(text);
      default -> Scalar.Type.STRING;
    };
  }

  private static Scalar.Type numberType(String text) {
    int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    String unsigned = text.substring(at);
    if (unsigned.equals(".inf") || unsigned.equals(".Inf") || unsigned.equals(".INF")) {
      return Scalar.Type.FLOAT;
    }
    if (text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN")) {
      return Scalar.Type.FLOAT;
    }
    if (text.startsWith("0x")) {
      return text.length() > 2 && allDigits(text, 2, 16) ? Scalar.Type.INT : Scalar.Type.STRING;
    }
    if (text.startsWith("0o")) {
      return text.length() > 2 && allDigits(text, 2, 8) ? Scalar.Type.INT : Scalar.Type.STRING;
    }
    int whole = digits(text, at);
    if (whole > at && whole == text.length()) {
      return Scalar.Type.INT;
    }
    int end = whole;
    if (end < text.length() && text.charAt(end) == '.') {
      end = digits(text, end + 1);
      if (whole == at && end == whole + 1) {
        return Scalar.Type.STRING; // a dot without digits on either side
      }
    } else if (whole == at) {
      return Scalar.Type.STRING;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length()
          && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
        exponent++;
      }
      end = digits(text, exponent);
      if (end == exponent) {
        return Scalar.Type.STRING;
      }
    }
    return end == text.length() ? Scalar.Type.FLOAT : Scalar.Type.STRING;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean allDigits(String text, int from, int radix) {
    for (int i = from; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }
}

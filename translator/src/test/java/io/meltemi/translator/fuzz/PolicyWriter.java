package io.meltemi.translator.fuzz;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Map;
import java.util.function.IntPredicate;

/** Writes policies, right but for the places that are to be wrong. */
public final class PolicyWriter {

  /** JSON that some fields may take and most do not. */
  private static final ImmutableList<String> WRONG =
      ImmutableList.of(
          "5",
          "true",
          "\"\"",
          "\"x\"",
          "\"10.0.0.300\"",
          "\"99999\"",
          "\"/a{*}\"",
          "\"{\\u0000\\r\\n\"",
          "\"\\ud800\"",
          "\"*a*\"",
          "\"https://\"",
          "[]",
          "{}",
          "null",
          "[[]]",
          "[\"x\",{}]",
          "{\"a\":\"b\"}",
          "{\"*\":\"**\"}",
          "1e99");

  private final StringBuilder json = new StringBuilder();
  private final Choices choices;
  private final IntPredicate isWrong;
  private int places;
  private int mistake = -1;

  private PolicyWriter(Choices choices, IntPredicate isWrong) {
    this.choices = choices;
    this.isWrong = isWrong;
  }

  /** A policy called {@code p} of the namespace {@code default}. */
  public static String right(ConfigKind kind, byte[] choices) {
    return written(kind, new Choices(choices), _ -> false);
  }

  /**
   * The same with a mistake at one place; without one if there are fewer places.
   *
   * @param mistake which
   */
  public static String wrongAt(ConfigKind kind, byte[] choices, int place, int mistake) {
    return new PolicyWriter(new Choices(choices), at -> at == place)
        .withMistake(mistake)
        .document(kind);
  }

  /** One with mistakes wherever the choices make them. */
  static String any(ConfigKind kind, Choices choices) {
    return written(kind, choices, _ -> choices.seldom());
  }

  private PolicyWriter withMistake(int which) {
    mistake = which;
    return this;
  }

  private static String written(ConfigKind kind, Choices choices, IntPredicate isWrong) {
    return new PolicyWriter(choices, isWrong).document(kind);
  }

  private String document(ConfigKind kind) {
    json.append("{\"apiVersion\":\"security.istio.io/v1\",\"kind\":\"")
        .append(kind.kind())
        .append("\",\"metadata\":{\"name\":\"p\",\"namespace\":\"default\"},\"spec\":");
    write(PolicyGrammar.spec(kind));
    return json.append('}').toString();
  }

  private void write(Shape shape) {
    if (shape instanceof Shape.OneOf one) {
      write(choices.of(one.shapes()));
      return;
    }
    int start = json.length();
    boolean wrong = isWrong.test(places++);
    switch (shape) {
      case Shape.Text text -> json.append('"').append(choices.of(text.texts())).append('"');
      case Shape.Many many -> list(many);
      case Shape.Fields fields -> fields(fields, wrong);
      case Shape.OneOf _ -> throw new AssertionError(shape);
    }
    // What would have been right is written first, so that the choices after it stay the same.
    if (wrong && !(shape instanceof Shape.Fields && mistake() % 2 == 1)) {
      json.setLength(start);
      json.append(WRONG.get(mistake() % WRONG.size()));
    }
  }

  private int mistake() {
    return mistake >= 0 ? mistake : choices.below(256);
  }

  private void list(Shape.Many many) {
    json.append('[');
    for (int i = choices.below(3); i >= 0; i--) {
      write(many.item());
      json.append(i > 0 ? "," : "");
    }
    json.append(']');
  }

  /** With a field that nobody knows, if it is to be wrong; the others are as they would be. */
  private void fields(Shape.Fields fields, boolean wrong) {
    json.append(wrong ? "{\"unheardOf\":\"x\"" : "{");
    int written = 0;
    for (Map.Entry<String, Shape> field : fields.always().entrySet()) {
      field(field, wrong || written > 0);
      written++;
    }
    int rarity = Math.max(2, fields.maybe().size() / 2);
    for (Map.Entry<String, Shape> field : fields.maybe().entrySet()) {
      // A mapping says something: if nothing else, its last field.
      boolean isLast = field.equals(fields.maybe().entrySet().asList().getLast());
      if (choices.below(rarity) == 0 || (isLast && written == 0)) {
        field(field, wrong || written > 0);
        written++;
      }
    }
    json.append('}');
  }

  private void field(Map.Entry<String, Shape> field, boolean follows) {
    json.append(follows ? "," : "").append('"').append(field.getKey()).append("\":");
    write(field.getValue());
  }
}

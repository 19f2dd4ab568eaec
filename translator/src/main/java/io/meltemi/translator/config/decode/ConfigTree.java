package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML or JSON value with the place where it was written: what is left of a text once its syntax
 * is out of the way.
 *
 * <p>Lines and columns count from 1 and are relative to the document, so that a document which
 * moves inside its file keeps its tree. Values that did not come from a text have line 0.
 */
public sealed interface ConfigTree {

  int line();

  int column();

  /** What a user would call this: for messages. */
  default String description() {
    return switch (this) {
      case Mapping _ -> "a mapping";
      case Sequence _ -> "a list";
      case Scalar scalar ->
          switch (scalar.type()) {
            case STRING -> "a string";
            case INT, FLOAT -> "a number";
            case BOOL -> "a boolean";
            case NULL -> "nothing";
          };
    };
  }

  /** Fields in the order in which they were written, every key once. */
  record Mapping(ImmutableList<Entry> entries, int line, int column) implements ConfigTree {

    public static final Mapping EMPTY = new Mapping(ImmutableList.of(), 0, 0);

    /** The index of a key in {@link #entries}, or -1. */
    int indexOf(String key) {
      for (int i = 0; i < entries.size(); i++) {
        if (entries.get(i).key().equals(key)) {
          return i;
        }
      }
      return -1;
    }

    /** The value of a key, or null. */
    public @Nullable ConfigTree value(String key) {
      int index = indexOf(key);
      return index < 0 ? null : entries.get(index).value();
    }

    /** The text of a scalar field, or the empty string. */
    public String text(String key) {
      return value(key) instanceof Scalar scalar ? scalar.text() : "";
    }
  }

  /** One field of a {@link Mapping}, with the place of its key. */
  record Entry(String key, int line, int column, ConfigTree value) {}

  record Sequence(ImmutableList<ConfigTree> items, int line, int column) implements ConfigTree {}

  /**
   * A single value.
   *
   * @param text as it was written, quotes and escapes resolved
   * @param type of YAML 1.2's core schema; what is quoted is always a string
   */
  record Scalar(String text, Type type, int line, int column) implements ConfigTree {

    /** The types of the core schema. */
    public enum Type {
      STRING,
      INT,
      FLOAT,
      BOOL,
      NULL
    }

    boolean isNull() {
      return type == Type.NULL;
    }
  }

  /**
   * A tree of values as JSON libraries make them: maps with string keys, lists, strings, numbers,
   * booleans and nulls. Throws on anything else, which no user can cause.
   */
  static ConfigTree of(@Nullable Object value) {
    return switch (value) {
      case null -> new Scalar("", Scalar.Type.NULL, 0, 0);
      case String text -> new Scalar(text, Scalar.Type.STRING, 0, 0);
      case Boolean flag -> new Scalar(flag.toString(), Scalar.Type.BOOL, 0, 0);
      case Double number -> new Scalar(number.toString(), Scalar.Type.FLOAT, 0, 0);
      case Float number -> new Scalar(number.toString(), Scalar.Type.FLOAT, 0, 0);
      case Number number -> new Scalar(number.toString(), Scalar.Type.INT, 0, 0);
      case List<?> items ->
          new Sequence(
              items.stream().map(ConfigTree::of).collect(ImmutableList.toImmutableList()), 0, 0);
      case Map<?, ?> fields ->
          new Mapping(
              fields.entrySet().stream()
                  .map(field -> new Entry((String) field.getKey(), 0, 0, of(field.getValue())))
                  .collect(ImmutableList.toImmutableList()),
              0,
              0);
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    };
  }
}

package io.meltemi.translator.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * Where a value is inside its object. Made for every nested value and printed for hardly any, so it
 * is a chain of steps and not a text.
 */
public final class FieldPath {

  public static final FieldPath ROOT = new FieldPath(null, "", -1, null);

  private final @Nullable FieldPath parent;
  private final String field;
  private final int index;
  private final @Nullable String key;

  private FieldPath(@Nullable FieldPath parent, String field, int index, @Nullable String key) {
    this.parent = parent;
    this.field = field;
    this.index = index;
    this.key = key;
  }

  public FieldPath field(String name) {
    return new FieldPath(this, name, -1, null);
  }

  public FieldPath item(String list, int position) {
    return new FieldPath(this, list, position, null);
  }

  public FieldPath key(String map, String name) {
    return new FieldPath(this, map, -1, name);
  }

  /** {@code spec.http[0].match[1].headers[x-user]}. */
  @Override
  public String toString() {
    if (parent == null) {
      return "";
    }
    String before = parent.toString();
    StringBuilder text = new StringBuilder(before);
    if (!before.isEmpty()) {
      text.append('.');
    }
    text.append(field);
    if (index >= 0) {
      text.append('[').append(index).append(']');
    }
    if (key != null) {
      text.append('[').append(key).append(']');
    }
    return text.toString();
  }
}

package io.meltemi.translator.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** What a value of a policy looks like when it is right. */
sealed interface Shape {

  /** One of these texts. */
  record Text(ImmutableList<String> texts) implements Shape {
    static Text of(String... texts) {
      return new Text(ImmutableList.copyOf(texts));
    }
  }

  /** A list. */
  record Many(Shape item) implements Shape {}

  /** A mapping with all of the first fields, and some of the others. */
  record Fields(ImmutableMap<String, Shape> always, ImmutableMap<String, Shape> maybe)
      implements Shape {}

  /** One of these. */
  record OneOf(ImmutableList<Shape> shapes) implements Shape {}
}

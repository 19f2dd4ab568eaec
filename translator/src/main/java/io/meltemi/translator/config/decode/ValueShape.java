package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;

/** What may stand in a field, as far as its decoder says by the way in which it reads it. */
public sealed interface ValueShape {

  /** A string of any content. */
  record Text() implements ValueShape {}

  record Flag() implements ValueShape {}

  /** A whole number, its bounds included. */
  record Whole(long least, long most) implements ValueShape {}

  record Decimal() implements ValueShape {}

  /** A duration in the form of {@link GoDuration}. */
  record Time() implements ValueShape {}

  /** Base64. */
  record Binary() implements ValueShape {}

  /** One of some words. */
  record Choice(ImmutableList<String> words) implements ValueShape {}

  /** A JSON object whose content is not ours to know. */
  record Anything() implements ValueShape {}

  record Items(ValueShape item) implements ValueShape {}

  /** Values by keys of the user's own. */
  record Entries(ValueShape value) implements ValueShape {}

  record Nested(ObjectShape shape) implements ValueShape {}
}

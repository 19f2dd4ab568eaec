package io.meltemi.translator.config;

/**
 * How a text is compared. Whether case matters is decided where the match is used ({@code
 * HttpMatch.ignoreUriCase}).
 */
public sealed interface StringMatch {

  /** The whole text. */
  record Exact(String value) implements StringMatch {}

  /** The beginning of the text. */
  record Prefix(String value) implements StringMatch {}

  /** An RE2 expression over the whole text. */
  record Regex(String value) implements StringMatch {}

  /** An empty match ({@code {}}): asks only that the header or parameter is there. */
  record Present() implements StringMatch {}
}

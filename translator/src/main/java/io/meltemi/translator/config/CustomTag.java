package io.meltemi.translator.config;

/** Where the value of a span's tag comes from. Empty defaults leave the tag out. */
public sealed interface CustomTag {

  record Literal(String value) implements CustomTag {}

  record Environment(String name, String defaultValue) implements CustomTag {}

  record RequestHeader(String name, String defaultValue) implements CustomTag {}

  /** An Envoy format string. */
  record Formatter(String value) implements CustomTag {}
}

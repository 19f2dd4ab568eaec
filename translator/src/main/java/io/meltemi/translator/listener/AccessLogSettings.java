package io.meltemi.translator.listener;

import com.google.protobuf.Struct;

/**
 * Whether and how connections and requests are logged.
 *
 * @param listener whether connections that match no filter chain are logged too
 */
record AccessLogSettings(String path, Format format, boolean listener) {

  static final AccessLogSettings NONE = new AccessLogSettings("", new Format.Text(""), false);

  boolean isEnabled() {
    return !path.isEmpty();
  }

  /** The form of a log entry. */
  sealed interface Format {

    /**
     * A line of text.
     *
     * @param line with the line break at its end
     */
    record Text(String line) implements Format {}

    record Json(Struct fields) implements Format {}
  }
}

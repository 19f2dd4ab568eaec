package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;

/**
 * The text of one document of a stream and the line where it begins.
 *
 * <p>A line that starts with {@code ---} always begins a document, also inside quotes and block
 * scalars (YAML 1.2, 9.1.4), so a stream can be cut without parsing it; and one broken document
 * costs nobody but itself.
 */
record DocumentText(String text, int firstLine) {

  static ImmutableList<DocumentText> split(String stream) {
    ImmutableList.Builder<DocumentText> documents = ImmutableList.builder();
    int at = stream.startsWith("\uFEFF") ? 1 : 0;
    int start = at;
    int startLine = 1;
    int line = 1;
    boolean empty = true;
    while (at < stream.length()) {
      if (isSeparator(stream, at)) {
        if (!empty) {
          documents.add(new DocumentText(stream.substring(start, at), startLine));
        }
        start = at;
        startLine = line;
        empty = onlyBlanks(stream, at + 3, endOfLine(stream, at));
      } else if (empty && !isBlank(stream, at)) {
        empty = false;
      }
      at = endOfLine(stream, at) + 1;
      line++;
    }
    if (!empty) {
      documents.add(new DocumentText(stream.substring(start), startLine));
    }
    return documents.build();
  }

  private static boolean isSeparator(String text, int at) {
    return text.startsWith("---", at)
        && (at + 3 == text.length() || Character.isWhitespace(text.charAt(at + 3)));
  }

  /** A line of nothing, a comment, a directive, or the end of the document before. */
  private static boolean isBlank(String text, int at) {
    return text.charAt(at) == '%'
        || (text.startsWith("...", at) && onlyBlanks(text, at + 3, endOfLine(text, at)))
        || onlyBlanks(text, at, endOfLine(text, at));
  }

  private static boolean onlyBlanks(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '#') {
        return true;
      }
      if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }
}

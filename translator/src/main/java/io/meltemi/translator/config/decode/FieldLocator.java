package io.meltemi.translator.config.decode;

import com.google.common.primitives.Ints;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import io.meltemi.translator.diagnostic.Position;

/** Finds the place of a field path, or of as much of it as is written. */
final class FieldLocator {

  private FieldLocator() {}

  static Position locate(Document document, String path) {
    ConfigTree tree = document.tree();
    int line = tree.line();
    int column = tree.column();
    int at = 0;
    while (at < path.length()) {
      char c = path.charAt(at);
      if (c == '.') {
        at++;
        continue;
      }
      // A key in brackets may itself hold dots and slashes, and one that holds a bracket is not
      // found.
      int end = c == '[' ? path.indexOf(']', at) : endOfName(path, at);
      if (end < 0) {
        break;
      }
      String step = c == '[' ? path.substring(at + 1, end) : path.substring(at, end);
      at = c == '[' ? end + 1 : end;
      switch (tree) {
        case Mapping mapping -> {
          int index = mapping.indexOf(step);
          if (index < 0) {
            return document.position(line, column);
          }
          ConfigTree.Entry entry = mapping.entries().get(index);
          tree = entry.value();
          line = entry.line();
          column = entry.column();
        }
        case Sequence sequence -> {
          Integer index = Ints.tryParse(step);
          if (index == null || index < 0 || index >= sequence.items().size()) {
            return document.position(line, column);
          }
          tree = sequence.items().get(index);
          line = tree.line();
          column = tree.column();
        }
        case ConfigTree.Scalar _ -> {
          return document.position(line, column);
        }
      }
    }
    return document.position(line, column);
  }

  private static int endOfName(String path, int from) {
    int at = from;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      at++;
    }
    return at;
  }
}

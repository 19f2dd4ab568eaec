package io.meltemi.translator.config.decode;

import io.meltemi.translator.diagnostic.Position;

/**
 * One document of a file.
 *
 * @param file the file's name, or what else says where the tree came from
 * @param firstLine the line of the file that the tree calls line 1
 */
public record Document(String file, int firstLine, ConfigTree tree) {

  /** A value that an API server gave us. */
  public static Document ofSource(String source, ConfigTree tree) {
    return new Document(source, 1, tree);
  }

  /** The place of a line and column of the tree. */
  Position position(int line, int column) {
    return line == 0 ? new Position(file, 0, 0) : new Position(file, firstLine - 1 + line, column);
  }
}

package io.meltemi.translator.diagnostic;

/**
 * A place in a source text. Lines and columns count from 1; line 0 means that the object did not
 * come from a text (it came from an API server, say), and {@code file} then says from where.
 */
public record Position(String file, int line, int column) {

  public static final Position NONE = new Position("", 0, 0);

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}

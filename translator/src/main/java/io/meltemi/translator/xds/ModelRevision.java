package io.meltemi.translator.xds;

/** Counts the models a mesh loop has made. Everything sent to a proxy comes from exactly one. */
public record ModelRevision(long number) implements Comparable<ModelRevision> {

  public static final ModelRevision NONE = new ModelRevision(0);

  public ModelRevision next() {
    return new ModelRevision(number + 1);
  }

  @Override
  public int compareTo(ModelRevision other) {
    return Long.compare(number, other.number);
  }
}

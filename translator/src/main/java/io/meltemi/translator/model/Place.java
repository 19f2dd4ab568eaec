package io.meltemi.translator.model;

/**
 * Where a client is.
 *
 * @param node of the cluster; empty when it is on none, and where it makes no difference
 */
public record Place(Locality locality, String node) {

  public static final Place UNKNOWN = new Place(Locality.UNKNOWN, "");

  /** The same as far as nodes make no difference. */
  public Place onAnyNode() {
    return node.isEmpty() ? this : new Place(locality, "");
  }
}

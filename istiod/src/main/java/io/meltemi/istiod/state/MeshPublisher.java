package io.meltemi.istiod.state;

/**
 * Gets every model, on the mesh loop's thread, one after the other. What it throws is logged and
 * stops nobody.
 */
@FunctionalInterface
public interface MeshPublisher {

  void publish(MeshChange change);
}

/**
 * A whole mesh for a test: a config folder, istiod, Envoys beside backends, gateways, and a client.
 *
 * <p>Holds no tests.
 */
@NullMarked
package io.meltemi.it.mesh;

import org.jspecify.annotations.NullMarked;

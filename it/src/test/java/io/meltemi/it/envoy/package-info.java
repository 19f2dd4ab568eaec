/**
 * The real Envoy: where it comes from in a test (a binary or a container), and how it is started.
 *
 * <p>Holds no tests.
 */
@NullMarked
package io.meltemi.it.envoy;

import org.jspecify.annotations.NullMarked;

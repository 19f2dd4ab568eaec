/**
 * What stands behind the Envoys in a test: small servers that echo, fail, delay or count as told.
 *
 * <p>Holds no tests.
 */
@NullMarked
package io.meltemi.it.backend;

import org.jspecify.annotations.NullMarked;

/**
 * Tests against the real things: a stock Envoy, real traffic, the shipped command line.
 *
 * <p>Imports whatever it tests; nothing imports it.
 */
@NullMarked
package io.meltemi.it;

import org.jspecify.annotations.NullMarked;

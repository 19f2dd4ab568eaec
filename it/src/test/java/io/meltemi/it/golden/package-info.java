/**
 * The translator's golden files, read by a real Envoy: what we expect must be what it accepts.
 *
 * <p>Knows the layout of {@code translator/src/test/resources/golden} and nothing of its cases.
 */
@NullMarked
package io.meltemi.it.golden;

import org.jspecify.annotations.NullMarked;

/**
 * JMH: what a full translation, an endpoint change and a route change cost, in time and allocation.
 */
@NullMarked
package io.meltemi.translator.bench;

import org.jspecify.annotations.NullMarked;

/**
 * Traffic that nobody sends to a proxy and that goes through one all the same. Needs root, and
 * makes its own network.
 */
@NullMarked
package io.meltemi.it.capture;

import org.jspecify.annotations.NullMarked;

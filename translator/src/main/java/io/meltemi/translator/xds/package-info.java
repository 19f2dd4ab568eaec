/**
 * What goes to a proxy: typed, named, packed and content-versioned resources, and sets of them.
 *
 * <p>The end of the one-way flow inside the translator. Knows bytes and names, not meaning; imports
 * only {@code diagnostic}.
 */
@NullMarked
package io.meltemi.translator.xds;

import org.jspecify.annotations.NullMarked;

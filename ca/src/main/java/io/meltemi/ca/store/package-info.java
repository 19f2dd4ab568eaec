/** Files that hold keys: made, replaced and read so that only their owner can. Imports nothing. */
@NullMarked
package io.meltemi.ca.store;

import org.jspecify.annotations.NullMarked;

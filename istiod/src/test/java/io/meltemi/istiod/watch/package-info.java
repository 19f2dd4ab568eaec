/** Tests of the sources. */
@NullMarked
package io.meltemi.istiod.watch;

import org.jspecify.annotations.NullMarked;

/** Tests of the doors' bounds, with clients that mean no good. */
@NullMarked
package io.meltemi.istiod.door;

import org.jspecify.annotations.NullMarked;

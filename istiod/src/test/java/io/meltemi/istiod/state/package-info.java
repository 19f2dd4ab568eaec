/** Tests of the mesh loop. */
@NullMarked
package io.meltemi.istiod.state;

import org.jspecify.annotations.NullMarked;

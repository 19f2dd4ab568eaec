/** Tests of the debug pages by themselves; what they show of a mesh is asked in {@code feature}. */
@NullMarked
package io.meltemi.istiod.debug;

import org.jspecify.annotations.NullMarked;

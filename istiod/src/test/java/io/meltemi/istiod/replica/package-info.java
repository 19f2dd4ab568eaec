/** Tests of what istiods say to each other, without a cluster. */
@NullMarked
package io.meltemi.istiod.replica;

import org.jspecify.annotations.NullMarked;

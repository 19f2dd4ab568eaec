/** Tests of a cluster as a source of objects, without one. */
@NullMarked
package io.meltemi.istiod.watch.kube;

import org.jspecify.annotations.NullMarked;

/** A whole istiod in this process: a folder in, an independent xDS client out. */
@NullMarked
package io.meltemi.istiod.feature;

import org.jspecify.annotations.NullMarked;

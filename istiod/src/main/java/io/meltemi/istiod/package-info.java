/** The process: construct everything, then start; sources in, snapshots out. */
@NullMarked
package io.meltemi.istiod;

import org.jspecify.annotations.NullMarked;

/** Tests of the door of admission, and of what keeps it. */
@NullMarked
package io.meltemi.istiod.admission;

import org.jspecify.annotations.NullMarked;

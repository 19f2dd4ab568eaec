/** Tests of what is written into statuses, and when, without a cluster. */
@NullMarked
package io.meltemi.istiod.status;

import org.jspecify.annotations.NullMarked;

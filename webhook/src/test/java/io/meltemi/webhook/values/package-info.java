/** Tests of how values are read. */
@NullMarked
package io.meltemi.webhook.values;

import org.jspecify.annotations.NullMarked;

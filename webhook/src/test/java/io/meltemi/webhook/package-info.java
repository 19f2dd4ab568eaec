/** Tests of the module as a whole. */
@NullMarked
package io.meltemi.webhook;

import org.jspecify.annotations.NullMarked;

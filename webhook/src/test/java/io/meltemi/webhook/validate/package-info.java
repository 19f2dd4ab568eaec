/** Tests of what may be stored. */
@NullMarked
package io.meltemi.webhook.validate;

import org.jspecify.annotations.NullMarked;

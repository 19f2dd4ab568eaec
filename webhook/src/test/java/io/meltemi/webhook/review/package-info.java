/** Tests of what is read and written. */
@NullMarked
package io.meltemi.webhook.review;

import org.jspecify.annotations.NullMarked;

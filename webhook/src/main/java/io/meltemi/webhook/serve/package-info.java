/**
 * The doors of admission: HTTPS, with bounds on everything a caller sends, and the two pages behind
 * it. What they answer is decided by {@code inject} and {@code validate}.
 */
@NullMarked
package io.meltemi.webhook.serve;

import org.jspecify.annotations.NullMarked;

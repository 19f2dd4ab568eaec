/**
 * Is an object as it should be: the translator's checks, asked at admission. Pure.
 *
 * <p>Imports {@code review} for its answers.
 */
@NullMarked
package io.meltemi.webhook.validate;

import org.jspecify.annotations.NullMarked;

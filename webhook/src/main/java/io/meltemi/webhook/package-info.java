/**
 * Injection and validation at admission.
 *
 * <p>Nothing lives here yet; validation runs from the command line ({@code istiod validate}). It
 * calls the translator's checks and must not import {@code io.meltemi.istiod}.
 */
@NullMarked
package io.meltemi.webhook;

import org.jspecify.annotations.NullMarked;

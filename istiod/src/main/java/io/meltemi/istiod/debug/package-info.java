/**
 * The HTTP doors: readiness, version, metrics, and what istiod knows, as JSON.
 *
 * <p>Reads state, never changes it. Debug pages answer callers on this machine only.
 */
@NullMarked
package io.meltemi.istiod.debug;

import org.jspecify.annotations.NullMarked;

/**
 * Which accounts may read which Secrets, asked once for every proxy that connects.
 *
 * <p>A port: who knows it answers, {@code push} asks. Imports nothing else of istiod.
 */
@NullMarked
package io.meltemi.istiod.access;

import org.jspecify.annotations.NullMarked;

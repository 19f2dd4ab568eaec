/**
 * From models to snapshots: which class each connected proxy belongs to, what that class has, and
 * whom to tell.
 *
 * <p>Runs on the mesh loop's thread, after {@code state}; hands snapshots to the connections of
 * {@code xds}. The translation itself is the translator's.
 */
@NullMarked
package io.meltemi.istiod.push;

import org.jspecify.annotations.NullMarked;

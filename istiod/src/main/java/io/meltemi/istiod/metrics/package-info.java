/**
 * What istiod counts and times, under Istio's names where it has them, so that existing dashboards
 * work.
 *
 * <p>Everybody may count here. Imports {@code watch}, {@code state} and {@code xds} for the
 * listeners it implements; must not be asked for anything that a decision depends on.
 */
@NullMarked
package io.meltemi.istiod.metrics;

import org.jspecify.annotations.NullMarked;

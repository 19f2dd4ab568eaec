/**
 * The values of the Helm charts, for people who want to see them without Helm. The charts' own
 * files are on the class path. Imports nothing of istiod.
 */
@NullMarked
package io.meltemi.istiod.chart;

import org.jspecify.annotations.NullMarked;

/**
 * What strangers' bytes reach, one class each, in the form that Jazzer calls: {@code make fuzz}
 * runs it for a while on each, {@link io.meltemi.ca.fuzz.FuzzTargetsTest} on damaged copies of
 * proper input in every build. A target fails by throwing.
 */
@NullMarked
package io.meltemi.ca.fuzz;

import org.jspecify.annotations.NullMarked;

/**
 * What users' bytes reach, one class each, in the form that Jazzer calls: {@code make fuzz} runs it
 * for a while on each, {@code FuzzTargetsTest} on damaged copies of proper input, and on what was
 * found before, in every build. A target fails by throwing.
 */
@NullMarked
package io.meltemi.translator.fuzz;

import org.jspecify.annotations.NullMarked;

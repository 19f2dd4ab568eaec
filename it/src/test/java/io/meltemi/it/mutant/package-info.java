/**
 * Runs single tests for {@code .ci/mutants}, which takes defences away and expects a test to fail.
 * Knows JUnit's launcher only: it runs the tests of every module.
 */
@NullMarked
package io.meltemi.it.mutant;

import org.jspecify.annotations.NullMarked;

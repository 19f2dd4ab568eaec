/**
 * What went wrong, with which user object, and where: the vocabulary every other package reports
 * in.
 *
 * <p>The lowest package of the translator: it imports nothing of ours.
 */
@NullMarked
package io.meltemi.translator.diagnostic;

import org.jspecify.annotations.NullMarked;

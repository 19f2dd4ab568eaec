/**
 * The commands of {@code istiod/bin/istiod}: words from the user, checked, and handed to the parts
 * that do the work.
 *
 * <p>Nothing imports this but the main class.
 */
@NullMarked
package io.meltemi.istiod.cli;

import org.jspecify.annotations.NullMarked;

/** Tests of the commands. */
@NullMarked
package io.meltemi.istiod.cli;

import org.jspecify.annotations.NullMarked;

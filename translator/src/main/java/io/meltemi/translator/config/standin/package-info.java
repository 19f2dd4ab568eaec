/**
 * What holds in the place of a security policy that was refused, as long as there is no good
 * version of it.
 *
 * <p>Leaving such a policy out would open what it was to close: a DENY is gone, STRICT is
 * PERMISSIVE again. So {@link io.meltemi.translator.config.standin.StandIns} makes an object of
 * what could be read of it, in which what could not be read is taken at its strictest; what could
 * be read of its selector is the bound of it. Whoever reads objects puts it where the refused one
 * would be, unless it has its last good version.
 *
 * <p>Imports {@code config}, {@code config.check} and {@code diagnostic}.
 */
@NullMarked
package io.meltemi.translator.config.standin;

import org.jspecify.annotations.NullMarked;

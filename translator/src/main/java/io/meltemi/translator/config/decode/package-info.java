/**
 * Text to trees to records: where what users write becomes typed.
 *
 * <p>{@link io.meltemi.translator.config.decode.ConfigFile} reads a whole file; {@link
 * io.meltemi.translator.config.decode.DocumentReader} turns text into {@link
 * io.meltemi.translator.config.decode.ConfigTree}s, {@link
 * io.meltemi.translator.config.decode.ConfigDecoder} a tree into a record. Nothing here throws on
 * what a user wrote: mistakes are diagnostics with line, object and field, and depth, size and
 * aliases are bounded.
 *
 * <p>Imports {@code config}, {@code config.check} and {@code diagnostic}; must not know the model
 * or where a text came from.
 */
@NullMarked
package io.meltemi.translator.config.decode;

import org.jspecify.annotations.NullMarked;

/**
 * Remembering results of pure functions by the equality of their inputs.
 *
 * <p>Every generator runs behind a {@link io.meltemi.translator.memo.Memo}; imports nothing of
 * ours.
 */
@NullMarked
package io.meltemi.translator.memo;

import org.jspecify.annotations.NullMarked;

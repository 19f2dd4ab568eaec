/**
 * Envoy as a process of ours: where its binary is, how it is started, asked and stopped. Used by
 * the commands {@code proxy} and {@code demo}, and by tests.
 *
 * <p>Imports nothing of istiod, and of the translator only {@code bootstrap}.
 */
@NullMarked
package io.meltemi.istiod.proxy;

import org.jspecify.annotations.NullMarked;

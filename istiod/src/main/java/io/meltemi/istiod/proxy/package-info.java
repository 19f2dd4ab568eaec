/**
 * Envoy as a process of ours: its bootstrap, where its binary is, how it is started, asked and
 * stopped. Used by the commands {@code bootstrap}, {@code proxy} and {@code demo}, and by tests.
 *
 * <p>Imports nothing of istiod, and of the translator only the values that make up a node.
 */
@NullMarked
package io.meltemi.istiod.proxy;

import org.jspecify.annotations.NullMarked;

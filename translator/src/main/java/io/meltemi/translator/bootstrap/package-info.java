/**
 * What an Envoy without an agent is started with: its node, where istiod is and how the two know
 * each other, and the listeners that it has before istiod says anything. Read by the commands that
 * start an Envoy, and by the injector.
 *
 * <p>Beside the flow: imports of the translator only the values that make up a node, and {@code
 * xds}.
 */
@NullMarked
package io.meltemi.translator.bootstrap;

import org.jspecify.annotations.NullMarked;

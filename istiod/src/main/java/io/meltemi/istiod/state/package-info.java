/**
 * The mesh loop: the one thread that makes models, and what it waits for before it does.
 *
 * <p>Second step of the flow: events of sources and of proxies go into one queue; after a hold-off
 * the changes become one {@link io.meltemi.translator.model.MeshModel}, which is handed to the
 * {@link io.meltemi.istiod.state.MeshPublisher}s in their written order.
 *
 * <p>Imports {@code watch} and the translator's model; must not know proxies, xDS or the wire.
 */
@NullMarked
package io.meltemi.istiod.state;

import org.jspecify.annotations.NullMarked;

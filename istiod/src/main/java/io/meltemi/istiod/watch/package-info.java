/**
 * Where user objects come from: folders and files that are followed while they change.
 *
 * <p>The first step of the flow. A source reads, has its text decoded once, and reports {@link
 * io.meltemi.istiod.watch.ConfigEvent}s to a {@link io.meltemi.istiod.watch.ConfigSink}, which is
 * the mesh loop. It keeps the last good version of what breaks, and never takes a source that
 * vanished for an empty one.
 *
 * <p>Must not import the model, proxies, or any other package of istiod.
 */
@NullMarked
package io.meltemi.istiod.watch;

import org.jspecify.annotations.NullMarked;

/**
 * Kubernetes as a source of user objects: what its API serves, as {@link
 * io.meltemi.istiod.watch.ConfigEvent}s.
 *
 * <p>First step of the flow, beside the folder: says which kinds are followed and what of them is
 * kept, decodes each object once with the translator's decoders, and keeps the last good version of
 * what breaks. Imports {@code kube} and {@code watch} only.
 */
@NullMarked
package io.meltemi.istiod.watch.kube;

import org.jspecify.annotations.NullMarked;

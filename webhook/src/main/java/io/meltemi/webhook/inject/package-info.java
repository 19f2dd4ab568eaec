/**
 * Puts the proxy into a pod: whether, and what. A pure function of the pod, the values, the mesh's
 * configuration and a few facts of the cluster; its result is a whole new pod, from which {@link
 * io.meltemi.webhook.inject.PodPatch} makes what an API server wants.
 *
 * <p>Everything is built from typed objects. What users write into annotations is parsed first and
 * is never part of a text that is parsed again.
 *
 * <p>Imports no server, no clock and no randomness.
 */
@NullMarked
package io.meltemi.webhook.inject;

import org.jspecify.annotations.NullMarked;

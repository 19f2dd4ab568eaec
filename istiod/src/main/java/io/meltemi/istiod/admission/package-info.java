/**
 * Webhooks as this istiod serves them: what injection has to know of the mesh and the cluster, the
 * values it follows, and the webhook configurations by which API servers find and trust it.
 *
 * <p>Imports {@code kube}; not {@code watch}, {@code state}, {@code push} or {@code xds}.
 */
@NullMarked
package io.meltemi.istiod.admission;

import org.jspecify.annotations.NullMarked;

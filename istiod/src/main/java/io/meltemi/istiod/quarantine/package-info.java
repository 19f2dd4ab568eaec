/**
 * What a proxy refuses: which user object is to blame, and what the proxy gets meanwhile.
 *
 * <p>Beside the flow, between a NACK and the next snapshot: {@code push} opens a {@link
 * io.meltemi.istiod.quarantine.CaseFile} for each proxy, tells it what the proxy refuses and takes,
 * and gives the proxy what the mesh is without the objects that are {@linkplain
 * io.meltemi.istiod.quarantine.Quarantine set aside}.
 *
 * <p>Imports the translator only; must not know streams, threads or the publisher.
 */
@NullMarked
package io.meltemi.istiod.quarantine;

import org.jspecify.annotations.NullMarked;

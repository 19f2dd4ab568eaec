/**
 * The ADS server alone against a real Envoy: what {@code istiod.xds} believes of Envoy, warming,
 * order and refusals, in both dialects. Needs no translator: the resources are hand-made.
 */
@NullMarked
package io.meltemi.it.ads;

import org.jspecify.annotations.NullMarked;

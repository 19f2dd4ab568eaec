/**
 * The product on a cluster with real kubelets: charts, images, injection, Bookinfo, probes, Jobs,
 * rollouts, and what happens when istiod is away. {@code make e2e} starts a cluster, or takes the
 * one of {@code KUBECONFIG}, and runs these tests (tag {@code cluster}) against it. They act as a
 * user does, by {@code helm} and {@code kubectl}, and look by the API.
 *
 * <p>Must not import anything of the product: what is tested here is what was installed.
 */
@NullMarked
package io.meltemi.it.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * The load test ({@code make bench}): a generated mesh, an istiod on it, and hundreds of simulated
 * proxies that read no more of an answer than they must. Beside it, what a sidecar's hop adds to a
 * call ({@code .ci/hop-latency}).
 */
@NullMarked
package io.meltemi.it.load;

import org.jspecify.annotations.NullMarked;

/**
 * What a client does with a destination, in Istio's terms: which clusters a service makes, which
 * traffic policy wins on each, and how its endpoints are arranged by locality.
 *
 * <p>Clusters, endpoints, routes and listeners must agree on these, and do not import each other;
 * so the answers are here, one floor below. Imports {@code tls} and what is below it.
 */
@NullMarked
package io.meltemi.translator.destination;

import org.jspecify.annotations.NullMarked;

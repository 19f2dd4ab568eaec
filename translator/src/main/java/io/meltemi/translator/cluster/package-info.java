/**
 * CDS: a cluster for every port and subset a client may call, and for every port a sidecar serves.
 *
 * <p>A resolver says what applies ({@code XxxResolver} → {@code XxxSettings}), a configurer writes
 * that one aspect into the cluster ({@code XxxConfigurer}), a generator lists the configurers. What
 * equals Envoy's default is not written: a hundred proxies get thousands of these. Imports {@code
 * destination} and what is below it; must not know the other generators.
 */
@NullMarked
package io.meltemi.translator.cluster;

import org.jspecify.annotations.NullMarked;

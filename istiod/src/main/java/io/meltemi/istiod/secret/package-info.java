/**
 * Workloads' own certificates, for proxies that take them over their ADS stream: made when a proxy
 * first asks, made again at half of their life and when the CA changes.
 *
 * <p>Beside the flow: behind the port {@code xds.SecretSupply}. Private keys pass through here and
 * are in no message, version or exception. Must not import {@code push} and {@code state}.
 */
@NullMarked
package io.meltemi.istiod.secret;

import org.jspecify.annotations.NullMarked;

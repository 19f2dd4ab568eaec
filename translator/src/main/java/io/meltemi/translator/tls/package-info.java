/**
 * TLS contexts in Envoy's words, as far as both sides of a proxy say the same: where certificates
 * come from, whom to trust, which names must be in a certificate, which versions and ciphers.
 *
 * <p>Clusters and listeners use it and do not import each other. Imports {@code proxy} and what is
 * below it.
 */
@NullMarked
package io.meltemi.translator.tls;

import org.jspecify.annotations.NullMarked;

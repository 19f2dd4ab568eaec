/**
 * The formats: PEM, keys, certificate requests, and the pure signer. BouncyCastle builds and reads
 * the structures and computes on elliptic curves; RSA is the JDK's.
 *
 * <p>No clock, no files, no threads here. It must not import its neighbours.
 */
@NullMarked
package io.meltemi.ca.x509;

import org.jspecify.annotations.NullMarked;

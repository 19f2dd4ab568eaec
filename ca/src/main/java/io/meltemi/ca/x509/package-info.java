/**
 * The formats: PEM, keys, certificate requests, and the pure signer. BouncyCastle builds and reads
 * the structures; every cryptographic operation is the JDK's, which is faster and kept up to date
 * with it.
 *
 * <p>No clock, no files, no threads here. It must not import its neighbours.
 */
@NullMarked
package io.meltemi.ca.x509;

import org.jspecify.annotations.NullMarked;

/**
 * Identity: the certificate authority, workload certificates over SDS, and the CSR service.
 *
 * <p>Nothing lives here yet; the mesh runs in plaintext until the CA arrives. It may use the
 * translator's values and must not import {@code io.meltemi.istiod}.
 */
@NullMarked
package io.meltemi.ca;

import org.jspecify.annotations.NullMarked;

/**
 * TLS that users configure, spoken with real Envoys: at gateways, towards services outside, at
 * Sidecars' ingress listeners, and the limits of mesh config.
 *
 * <p>{@link io.meltemi.it.tls.Pki} is the users' own CA; the mesh's is istiod's.
 */
@NullMarked
package io.meltemi.it.tls;

import org.jspecify.annotations.NullMarked;

/**
 * Where proxies come in: gRPC servers with their bounds, plaintext and over TLS, and who is at the
 * other end of a stream.
 *
 * <p>Beside the flow: constructs doors for the services of {@code xds} and of the CA. A caller is
 * known by its token or its client certificate only; no header that a caller could write, and no
 * address, says who it is. Must not import {@code push} and {@code state}.
 */
@NullMarked
package io.meltemi.istiod.door;

import org.jspecify.annotations.NullMarked;

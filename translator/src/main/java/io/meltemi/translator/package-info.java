/**
 * The pure library: a mesh model and a proxy in, Envoy resources and diagnostics out.
 *
 * <p>Imports point one way: {@code diagnostic} ← {@code naming, xds, memo} ← {@code config} ←
 * {@code authn} ← {@code model} ← {@code proxy} ← {@code tls} ← {@code destination, authz, jwt} ←
 * {@code cluster, endpoint, listener, route, secret} ← this package.
 */
@NullMarked
package io.meltemi.translator;

import org.jspecify.annotations.NullMarked;

/**
 * The names of clusters, listeners, routes and virtual hosts: printed and parsed here and nowhere
 * else. They are de-facto API (EnvoyFilter matches them, istioctl prints their parts). And headers
 * that proxies of the mesh exchange.
 *
 * <p>Imports only {@code diagnostic}.
 */
@NullMarked
package io.meltemi.translator.naming;

import org.jspecify.annotations.NullMarked;

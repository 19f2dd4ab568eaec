/**
 * Who is asking and what it may see: a proxy's own words, the class of proxies it belongs to, and
 * that class's view of the mesh.
 *
 * <p>Resolvers of the generators start from a {@code ProxyView}. Imports {@code model} and below.
 */
@NullMarked
package io.meltemi.translator.proxy;

import org.jspecify.annotations.NullMarked;

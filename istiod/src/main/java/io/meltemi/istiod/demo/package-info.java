/**
 * {@code istiod demo}: Bookinfo on this machine, with a real Envoy beside every service and at the
 * edge, and the same scripted ({@code --check}).
 *
 * <p>Reads what to start from annotations of the WorkloadEntries in {@code samples/bookinfo/local}
 * (their meaning: {@code samples/bookinfo/README.md}); the mesh itself is told nothing that is not
 * in that folder. Imports {@code proxy} and the server; nothing imports it but the command line.
 */
@NullMarked
package io.meltemi.istiod.demo;

import org.jspecify.annotations.NullMarked;

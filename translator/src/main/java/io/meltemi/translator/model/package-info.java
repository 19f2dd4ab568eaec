/**
 * The mesh at one revision: an immutable value, and the deltas that make the next one.
 *
 * <p>User objects go in, services, endpoints and workloads are derived from them. Parts that a
 * delta does not touch are the same reference as before. Imports {@code authn} and what is below
 * it; knows no proxy.
 */
@NullMarked
package io.meltemi.translator.model;

import org.jspecify.annotations.NullMarked;

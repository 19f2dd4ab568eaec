/**
 * EDS: the endpoints of every cluster that has them from us.
 *
 * <p>An endpoint change is the most frequent event of a mesh, so it is resolved per service and
 * translates only the resources of that service. Imports {@code destination} and what is below it;
 * must not know the other generators.
 */
@NullMarked
package io.meltemi.translator.endpoint;

import org.jspecify.annotations.NullMarked;

/**
 * An xDS client of its own for tests, delta and state of the world, which shares no code with the
 * server: it speaks through the generated gRPC stub and keeps what it is told to keep.
 */
@NullMarked
package io.meltemi.istiod.xds.testing;

import org.jspecify.annotations.NullMarked;

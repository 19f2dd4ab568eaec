/** Tests of what an Envoy is started with. */
@NullMarked
package io.meltemi.translator.bootstrap;

import org.jspecify.annotations.NullMarked;

/**
 * Input YAML → xDS YAML and diagnostics. A case is a folder under {@code golden/AREA/NAME} of the
 * test resources; adding one is adding files. {@code make golden} writes what is expected.
 */
@NullMarked
package io.meltemi.translator.golden;

import org.jspecify.annotations.NullMarked;

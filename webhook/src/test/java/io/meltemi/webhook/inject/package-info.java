/** Tests of injection beside the golden cases. */
@NullMarked
package io.meltemi.webhook.inject;

import org.jspecify.annotations.NullMarked;

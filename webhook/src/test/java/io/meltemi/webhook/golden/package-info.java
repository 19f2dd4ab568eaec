/** Golden cases of injection: a pod and values in, a pod out. */
@NullMarked
package io.meltemi.webhook.golden;

import org.jspecify.annotations.NullMarked;

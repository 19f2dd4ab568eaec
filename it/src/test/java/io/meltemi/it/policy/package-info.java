/** Who may call: security policies, decided by real Envoys. */
@NullMarked
package io.meltemi.it.policy;

import org.jspecify.annotations.NullMarked;

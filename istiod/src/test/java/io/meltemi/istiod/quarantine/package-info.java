@NullMarked
package io.meltemi.istiod.quarantine;

import org.jspecify.annotations.NullMarked;

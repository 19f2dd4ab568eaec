/** Injected pods whose proxy is started as a kubelet would, without a kubelet. */
@NullMarked
package io.meltemi.it.inject;

import org.jspecify.annotations.NullMarked;

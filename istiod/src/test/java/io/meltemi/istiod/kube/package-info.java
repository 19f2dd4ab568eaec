/** Tests of what speaks with the Kubernetes API, against a server that says what a test wants. */
@NullMarked
package io.meltemi.istiod.kube;

import org.jspecify.annotations.NullMarked;

/**
 * What Kubernetes asks at admission: put a proxy into a pod, and is this object as it should be.
 *
 * <p>{@code values} are read by {@code inject}, which decides and builds. Calls the translator's
 * checks; must not import {@code io.meltemi.istiod}.
 */
@NullMarked
package io.meltemi.webhook;

import org.jspecify.annotations.NullMarked;

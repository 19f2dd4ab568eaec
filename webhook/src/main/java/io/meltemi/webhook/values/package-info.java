/**
 * What whoever installs the mesh says about injection: Helm values under the names that Istio's
 * users know, as the ConfigMap {@code istio-sidecar-injector} holds them under its key {@code
 * values}.
 *
 * <p>Pure: text in, record or problems out. Imports nothing of {@code webhook} beside itself.
 */
@NullMarked
package io.meltemi.webhook.values;

import org.jspecify.annotations.NullMarked;

/**
 * Identity by Kubernetes: it says whose a token is and who may read Secrets, keeps the CA's root in
 * a Secret, and the certificates that workloads verify istiod with in a ConfigMap of every
 * namespace.
 *
 * <p>Implements ports of the CA and of {@code access} by the Kubernetes API; imports nothing else
 * of istiod.
 */
@NullMarked
package io.meltemi.istiod.kube.identity;

import org.jspecify.annotations.NullMarked;

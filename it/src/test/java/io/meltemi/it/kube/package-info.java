/**
 * istiod on Kubernetes as far as its API goes: a real etcd and a real kube-apiserver, no kubelet.
 */
@NullMarked
package io.meltemi.it.kube;

import org.jspecify.annotations.NullMarked;

/**
 * How istiod speaks with the Kubernetes API: the client, and reflectors that list and watch objects
 * of one kind and never lose what they knew.
 *
 * <p>A door to the outside, used by {@code watch.kube}, by identity and by the webhooks. Knows the
 * shape of API objects but not what any of them means; imports no other package of istiod.
 */
@NullMarked
package io.meltemi.istiod.kube;

import org.jspecify.annotations.NullMarked;

/**
 * What the istiods of a namespace say to each other: whose proxies trust which roots, and what
 * proxies refuse. Each says it in a Lease of its own, which also says that it is alive.
 *
 * <p>Beside the flow: the root's rotation and the statuses of objects ask it, as the leader alone
 * acts on what all of them know. Imports {@code kube} and the translator's names of objects; must
 * not know proxies, streams or the CA.
 */
@NullMarked
package io.meltemi.istiod.replica;

import org.jspecify.annotations.NullMarked;

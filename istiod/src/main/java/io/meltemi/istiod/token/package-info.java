/**
 * Token files for proxies where there is no Kubernetes to write them: signed with the key in
 * istiod's state folder, by whoever may read that.
 *
 * <p>Outside of the flow; used by commands, the demo and tests. Imports nothing of istiod.
 */
@NullMarked
package io.meltemi.istiod.token;

import org.jspecify.annotations.NullMarked;

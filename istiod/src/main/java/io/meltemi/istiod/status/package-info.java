/**
 * Says in the status of the user's objects whether istiod uses them, and why not.
 *
 * <p>Beside the flow, on a thread of its own: it reads what was found wrong with the newest model
 * ({@code state}) and how the objects stand in the API ({@code watch.kube}), and writes what
 * differs. Nothing waits for it, and it makes no event of the mesh.
 *
 * <p>Must not know streams, the publisher or the translation.
 */
@NullMarked
package io.meltemi.istiod.status;

import org.jspecify.annotations.NullMarked;

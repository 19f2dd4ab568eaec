/**
 * Which PeerAuthentication holds for a workload: what its ports accept, plaintext or mTLS.
 *
 * <p>Pure selection among user objects: it stands below {@code model}, which needs it to say which
 * endpoints take mTLS, and {@code proxy}, where the answer is part of a class. Envoy's words for it
 * are in the generators. Imports {@code config} and what is below it.
 */
@NullMarked
package io.meltemi.translator.authn;

import org.jspecify.annotations.NullMarked;

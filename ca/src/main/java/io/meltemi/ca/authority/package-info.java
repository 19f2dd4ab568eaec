/**
 * What signs now, and what is trusted now: a CA that signs itself and keeps its roots in a folder,
 * or one that is plugged in. Everything that asks for certificates comes here; what it is asked for
 * has been authenticated before.
 *
 * <p>Uses {@code ca.x509}; must not import the authenticators, the tokens or the service.
 */
@NullMarked
package io.meltemi.ca.authority;

import org.jspecify.annotations.NullMarked;

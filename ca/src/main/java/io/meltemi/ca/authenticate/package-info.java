/**
 * From what a caller shows to who the caller is: client certificate, then tokens. The only place
 * where identities are made of what came over the wire; headers other than the bearer token, the
 * caller's address and localhost count for nothing.
 *
 * <p>Uses the tokens; must not import the authority or the service.
 */
@NullMarked
package io.meltemi.ca.authenticate;

import org.jspecify.annotations.NullMarked;

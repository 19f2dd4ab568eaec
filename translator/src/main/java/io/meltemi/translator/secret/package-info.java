/**
 * SDS: the Secrets of users that proxies refer to ({@code credentialName}). The mesh's own
 * certificates are not here: those are a stream's, not a class's.
 *
 * <p>Listeners and clusters refer to secrets by name only, and agree with this package on names and
 * on what is usable through {@code proxy.CredentialStore}. Imports {@code proxy} and what is below
 * it; no other generator.
 */
@NullMarked
package io.meltemi.translator.secret;

import org.jspecify.annotations.NullMarked;

/**
 * Who is a request's user: RequestAuthentications as Envoy's JWT filter.
 *
 * <p>{@code JwtResolver} says which issuers there are and what their tokens are verified with;
 * {@code JwtGenerator} writes the filter. A token that cannot be verified, for want of keys too, is
 * refused; a request without one goes on, and AuthorizationPolicies judge it. What a verified token
 * says is left in the filter's metadata under {@code payload}, where policies and routes read it.
 *
 * <p>Imports {@code proxy} and what is below it. {@code JwtTranslator} is the way in.
 */
@NullMarked
package io.meltemi.translator.jwt;

import org.jspecify.annotations.NullMarked;

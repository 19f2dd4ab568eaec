/**
 * Who may call: AuthorizationPolicies as Envoy's RBAC and external authorization filters.
 *
 * <p>{@code AuthorizationResolver} says which policies, trust domains and authorizers there are;
 * {@code AuthorizationGenerator} writes the filters, once for HTTP and once for TCP. In between, a
 * rule is a {@code Formula}: what a layer cannot decide is false where calls are allowed by it and
 * true where they are refused by it ({@link io.meltemi.translator.authz.Leaning}), so that no layer
 * ever lets more through than the policy says.
 *
 * <p>Imports {@code proxy} and what is below it. {@code AuthorizationTranslator} is the way in.
 */
@NullMarked
package io.meltemi.translator.authz;

import org.jspecify.annotations.NullMarked;

/**
 * Route configurations: which request goes where, with which headers, retries and mistakes.
 *
 * <p>{@link io.meltemi.translator.route.RouteTranslator} is the way in. The steps, from the outside
 * to the inside:
 *
 * <ol>
 *   <li>{@code OutboundRouteResolver} and {@code GatewayRouteResolver} decide which route
 *       configurations there are, which virtual hosts each has, and which VirtualService rules a
 *       host. {@code RouteTargetResolver}, {@code HashPolicyResolver} look up what the rules name.
 *   <li>{@code ServiceRoutesGenerator} and {@code VirtualServiceRoutesGenerator} write the routes
 *       of one host: bytes that all namespaces share. {@code RouteActionResolver}, {@code
 *       RetryResolver} fill in defaults, one {@code XxxConfigurer} writes each aspect.
 *   <li>{@code VirtualHostGenerator} puts a name and domains around them, {@code
 *       RouteConfigurationGenerator} strings virtual hosts together. Both only join bytes, so that
 *       a changed VirtualService costs its own routes and some copying.
 * </ol>
 *
 * <p>Which route configurations exist for a sidecar must be what its listeners ask for; see {@link
 * io.meltemi.translator.naming.RouteName} for the rule. Imports {@code proxy} and below, no other
 * generator.
 */
@NullMarked
package io.meltemi.translator.route;

import org.jspecify.annotations.NullMarked;

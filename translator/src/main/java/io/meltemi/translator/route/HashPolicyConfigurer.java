package io.meltemi.translator.route;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.xds.Protos;

/** Writes what of a request is hashed to find its endpoint. */
final class HashPolicyConfigurer {

  private HashPolicyConfigurer() {}

  static void configure(RouteAction.Builder action, LoadBalancer.HashKey key) {
    RouteAction.HashPolicy.Builder policy = RouteAction.HashPolicy.newBuilder();
    switch (key) {
      case LoadBalancer.HashKey.HttpHeaderName header ->
          policy.setHeader(RouteAction.HashPolicy.Header.newBuilder().setHeaderName(header.name()));
      case LoadBalancer.HashKey.HttpCookie cookie -> policy.setCookie(cookie(cookie));
      case LoadBalancer.HashKey.UseSourceIp sourceIp ->
          policy.setConnectionProperties(
              RouteAction.HashPolicy.ConnectionProperties.newBuilder()
                  .setSourceIp(sourceIp.enabled()));
      case LoadBalancer.HashKey.HttpQueryParameterName parameter ->
          policy.setQueryParameter(
              RouteAction.HashPolicy.QueryParameter.newBuilder().setName(parameter.name()));
    }
    action.addHashPolicy(policy);
  }

  private static RouteAction.HashPolicy.Cookie cookie(LoadBalancer.HashKey.HttpCookie cookie) {
    RouteAction.HashPolicy.Cookie.Builder builder =
        RouteAction.HashPolicy.Cookie.newBuilder().setName(cookie.name()).setPath(cookie.path());
    cookie.ttl().filter(Durations::isUsable).map(Protos::duration).ifPresent(builder::setTtl);
    cookie
        .attributes()
        .forEach(
            attribute ->
                builder.addAttributes(
                    RouteAction.HashPolicy.CookieAttribute.newBuilder()
                        .setName(attribute.name())
                        .setValue(attribute.value())));
    return builder.build();
  }
}

package io.meltemi.translator.route;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.meltemi.translator.config.HttpRoute;

/** Writes an answer that the proxy gives itself. */
final class DirectResponseConfigurer {

  /** Istio's limit; Envoy's own default is 4 KiB, so each route configuration raises it. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private DirectResponseConfigurer() {}

  /** Whether it could be written. */
  static boolean configure(
      Route.Builder route, HttpRoute.DirectResponse response, Findings findings) {
    if (response.status() < 200 || response.status() > 599) {
      findings.at("status").invalid("must be from 200 to 599");
      return false;
    }
    DirectResponseAction.Builder action =
        DirectResponseAction.newBuilder().setStatus(response.status());
    if (response.body().isPresent()) {
      DataSource body = body(response.body().get());
      if (body.getSerializedSize() > MAX_BODY_BYTES) {
        findings.at("body").invalid("must not be larger than 1 MiB");
        return false;
      }
      action.setBody(body);
    }
    route.setDirectResponse(action);
    return true;
  }

  private static DataSource body(HttpRoute.Body body) {
    DataSource.Builder source = DataSource.newBuilder();
    switch (body) {
      case HttpRoute.Body.Text text -> source.setInlineString(text.string());
      case HttpRoute.Body.Binary binary -> source.setInlineBytes(binary.bytes());
    }
    return source.build();
  }
}

package io.meltemi.translator.route;

import io.meltemi.translator.config.HttpRoute;

/** What becomes of a request that a rule matches. */
sealed interface RouteOutcome permits ForwardAction, RouteOutcome.Redirect, RouteOutcome.Answer {

  /** The client is sent elsewhere. */
  record Redirect(HttpRoute.Redirect redirect, HeaderOperations headers) implements RouteOutcome {}

  /** The proxy answers. */
  record Answer(HttpRoute.DirectResponse response, HeaderOperations headers)
      implements RouteOutcome {}
}

package io.meltemi.translator.authz;

import io.meltemi.translator.config.ExtensionProvider;

/** An external authorizer, and where it is. */
sealed interface Authorizer {

  /** Asked by a request of its own, with the headers and the path of the request in question. */
  record Http(String cluster, String hostname, ExtensionProvider.ExtAuthzHttp settings)
      implements Authorizer {}

  /** Asked by Envoy's {@code Authorization/Check}. */
  record Grpc(String cluster, ExtensionProvider.ExtAuthzGrpc settings) implements Authorizer {}

  /** There is none: whatever it should have decided is refused. */
  record Missing() implements Authorizer {}
}

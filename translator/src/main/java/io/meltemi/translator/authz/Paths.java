package io.meltemi.translator.authz;

import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import io.meltemi.translator.config.PathTemplate;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/** Tests of a request's path, without its query, after it was normalised. */
final class Paths {

  private Paths() {}

  /** Absent for a template that Envoy would not take. */
  static Optional<Permission> path(String value) {
    if (!PathTemplate.isTemplate(value)) {
      return Optional.of(
          Permission.newBuilder()
              .setUrlPath(PathMatcher.newBuilder().setPath(ValuePattern.parse(value).matcher()))
              .build());
    }
    return PathTemplate.problem(value).isPresent()
        ? Optional.empty()
        : Optional.of(template(PathTemplate.toEnvoy(value)));
  }

  private static Permission template(String template) {
    return Permission.newBuilder()
        .setUriTemplate(
            TypedExtensionConfig.newBuilder()
                .setName("uri-template")
                .setTypedConfig(
                    Protos.any(
                        UriTemplateMatchConfig.newBuilder().setPathTemplate(template).build())))
        .build();
  }
}

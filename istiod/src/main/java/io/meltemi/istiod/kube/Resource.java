package io.meltemi.istiod.kube;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Objects of one kind, in one version of its API, as a URL path names them.
 *
 * @param group empty for the core group
 * @param plural {@code virtualservices}
 * @param namespace empty for all namespaces, and for kinds that have none
 * @param fieldSelector empty for all objects
 * @param labelSelector empty for all objects
 * @param keep which fields are read
 */
@RecordBuilder
public record Resource(
    String group,
    String version,
    String plural,
    String kind,
    String namespace,
    String fieldSelector,
    String labelSelector,
    Keep keep)
    implements ResourceBuilder.With {

  /** All objects of a kind, everywhere. */
  public static Resource of(String group, String version, String plural, String kind, Keep keep) {
    return new Resource(group, version, plural, kind, "", "", "", keep);
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Path and query; {@code more} is further parameters. */
  String path(String more) {
    StringBuilder path = new StringBuilder(group.isEmpty() ? "/api/" : "/apis/");
    path.append(apiVersion());
    if (!namespace.isEmpty()) {
      path.append("/namespaces/").append(encoded(namespace));
    }
    path.append('/').append(plural).append('?').append(more);
    if (!fieldSelector.isEmpty()) {
      path.append("&fieldSelector=").append(encoded(fieldSelector));
    }
    if (!labelSelector.isEmpty()) {
      path.append("&labelSelector=").append(encoded(labelSelector));
    }
    return path.toString();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

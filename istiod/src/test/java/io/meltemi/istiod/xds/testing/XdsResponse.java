package io.meltemi.istiod.xds.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.Any;
import io.meltemi.translator.xds.XdsType;

/**
 * A response as the client saw it.
 *
 * @param resources by name, in the order in which they came
 * @param versions by name; empty in state of the world
 */
public record XdsResponse(
    XdsType type,
    String version,
    String nonce,
    ImmutableMap<String, Any> resources,
    ImmutableMap<String, String> versions,
    ImmutableList<String> removed) {

  public ImmutableList<String> names() {
    return resources.keySet().asList();
  }

  /** Whether a text stands in any of its resources. */
  boolean contains(String text) {
    return resources.values().stream()
        .anyMatch(each -> each.getValue().toStringUtf8().contains(text));
  }
}

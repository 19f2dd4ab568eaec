package io.meltemi.it.mesh;

import com.google.common.collect.ImmutableListMultimap;

/**
 * A request to be made.
 *
 * @param authority the Host header: {@code reviews:9080}
 * @param target path and query
 */
public record Call(
    String method, String authority, String target, ImmutableListMultimap<String, String> headers) {

  public static Call get(String authority, String target) {
    return new Call("GET", authority, target, ImmutableListMultimap.of());
  }

  public Call method(String name) {
    return new Call(name, authority, target, headers);
  }

  public Call header(String name, String value) {
    return new Call(
        method,
        authority,
        target,
        ImmutableListMultimap.<String, String>builder().putAll(headers).put(name, value).build());
  }
}

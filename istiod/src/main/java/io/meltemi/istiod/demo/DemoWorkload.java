package io.meltemi.istiod.demo;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.HostAndPort;
import io.meltemi.ca.SpiffeId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One workload to start: a WorkloadEntry of the demo's folder and what its annotations say.
 *
 * @param annotations those of the demo, without their prefix
 */
record DemoWorkload(
    String name,
    String namespace,
    String address,
    ImmutableSortedMap<String, String> labels,
    String serviceAccount,
    ImmutableSortedMap<String, String> annotations) {

  static final String PREFIX = "demo.meltemi.io/";

  private static final Splitter BLANKS = Splitter.on(' ').omitEmptyStrings();
  private static final Splitter EQUALS = Splitter.on('=').limit(2);

  /** What its certificate says. */
  SpiffeId identity() {
    return new SpiffeId("cluster.local", namespace, serviceAccount);
  }

  DemoProxyKind proxy() {
    return DemoProxyKind.valueOf(
        annotations.getOrDefault("proxy", "none").toUpperCase(Locale.ROOT));
  }

  /** The file in {@code apps/} to start. */
  Optional<String> app() {
    return Optional.ofNullable(annotations.get("app"));
  }

  /** Where the app listens; only for one that has an app. */
  HostAndPort listen() {
    String where = annotations.get("listen");
    if (where == null) {
      throw new IllegalStateException(name + " has an app but no annotation " + PREFIX + "listen");
    }
    return HostAndPort.fromString(where);
  }

  /** The whole environment of the app: nothing of ours, for it might send its calls elsewhere. */
  ImmutableMap<String, String> environment() {
    ImmutableMap.Builder<String, String> all = ImmutableMap.builder();
    Optional.ofNullable(annotations.get("http-proxy"))
        .ifPresent(proxy -> all.put("http_proxy", "http://" + proxy));
    for (String pair : BLANKS.split(annotations.getOrDefault("env", ""))) {
      var parts = EQUALS.splitToList(pair);
      all.put(parts.get(0), parts.size() > 1 ? parts.get(1) : "");
    }
    return all.buildKeepingLast();
  }

  /** Only the annotations that are for us. */
  static ImmutableSortedMap<String, String> demoAnnotations(Map<String, String> all) {
    ImmutableSortedMap.Builder<String, String> ours = ImmutableSortedMap.naturalOrder();
    all.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            ours.put(key.substring(PREFIX.length()), value);
          }
        });
    return ours.buildOrThrow();
  }
}

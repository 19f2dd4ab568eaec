package io.meltemi.istiod.state;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.diagnostic.ConfigKind;
import org.jspecify.annotations.Nullable;

/** How urgent a change is. */
enum Lane {
  /** Only endpoints come, go or change: many, small, and traffic depends on them now. */
  ENDPOINTS,
  /** Anything else: people and pipelines apply several objects that belong together. */
  CONFIG;

  /** The lane of a change of one object; null is an object that does not exist. */
  static Lane of(@Nullable ConfigObject<?> before, @Nullable ConfigObject<?> after) {
    if (before != null && after != null && isServiceEntry(before) && isServiceEntry(after)) {
      return onlyEndpointsDiffer(before, after) ? ENDPOINTS : CONFIG;
    }
    ConfigObject<?> any = after != null ? after : before;
    return any == null || isEndpoint(any.key().kind()) ? ENDPOINTS : CONFIG;
  }

  private static boolean isEndpoint(ConfigKind kind) {
    return kind == ConfigKind.WORKLOAD_ENTRY
        || kind == ConfigKind.ENDPOINT_SLICE
        || kind == ConfigKind.POD;
  }

  private static boolean isServiceEntry(ConfigObject<?> object) {
    return object.spec() instanceof ServiceEntry;
  }

  private static boolean onlyEndpointsDiffer(ConfigObject<?> before, ConfigObject<?> after) {
    return before.meta().equals(after.meta())
        && before.spec() instanceof ServiceEntry old
        && after.spec() instanceof ServiceEntry now
        && old.hosts().equals(now.hosts())
        && old.addresses().equals(now.addresses())
        && old.ports().equals(now.ports())
        && old.location() == now.location()
        && old.resolution() == now.resolution()
        && old.workloadSelector().equals(now.workloadSelector())
        && old.exportTo().equals(now.exportTo())
        && old.subjectAltNames().equals(now.subjectAltNames());
  }
}

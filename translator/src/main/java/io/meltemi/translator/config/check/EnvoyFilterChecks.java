package io.meltemi.translator.config.check;

import io.meltemi.translator.config.EnvoyFilter;
import io.meltemi.translator.config.EnvoyFilter.ApplyTo;
import io.meltemi.translator.config.EnvoyFilter.Operation;
import java.util.Optional;

/** Checks an EnvoyFilter, as far as that goes without applying it. */
final class EnvoyFilterChecks {

  private EnvoyFilterChecks() {}

  static void check(Findings at, EnvoyFilter filter) {
    at.present("workloadSelector", filter.workloadSelector(), SelectorChecks::labels);
    SelectorChecks.targets(at, filter.targetRefs());
    if (filter.workloadSelector().isPresent() && !filter.targetRefs().isEmpty()) {
      at.conflict("workloadSelector and targetRefs exclude each other; keep one");
    }
    at.each("configPatches", filter.configPatches(), EnvoyFilterChecks::configPatch);
  }

  private static void configPatch(Findings at, EnvoyFilter.ConfigPatch change) {
    if (change.applyTo() == ApplyTo.INVALID) {
      at.at("applyTo").missing("is required");
    }
    if (change.patch().isEmpty()) {
      at.at("patch").missing("is required");
    }
    change.patch().ifPresent(patch -> patch(at.at("patch"), patch, change.applyTo()));
    change.match().ifPresent(match -> match(at.at("match"), match, change.applyTo()));
  }

  private static void patch(Findings at, EnvoyFilter.Patch patch, ApplyTo applyTo) {
    boolean hasValue = patch.value().getFieldsCount() > 0;
    switch (patch.operation()) {
      case INVALID -> at.at("operation").missing("is required");
      case REMOVE -> {
        if (hasValue) {
          at.at("value").ineffective("is not used by REMOVE");
        }
      }
      case MERGE,
          ADD,
          INSERT_BEFORE,
          INSERT_AFTER,
          INSERT_FIRST,
          REPLACE,
          MERGE_AND_REPLACE_LIST -> {
        if (!hasValue) {
          at.at("value").missing("is required for " + patch.operation());
        }
      }
    }
    boolean ordered =
        applyTo == ApplyTo.NETWORK_FILTER
            || applyTo == ApplyTo.HTTP_FILTER
            || applyTo == ApplyTo.HTTP_ROUTE
            || applyTo == ApplyTo.LISTENER_FILTER;
    boolean inserts =
        patch.operation() == Operation.INSERT_BEFORE
            || patch.operation() == Operation.INSERT_AFTER
            || patch.operation() == Operation.INSERT_FIRST;
    if (inserts && !ordered) {
      at.at("operation").ineffective("inserts into lists of filters and routes only; take ADD");
    }
    if (patch.operation() == Operation.REPLACE
        && applyTo != ApplyTo.NETWORK_FILTER
        && applyTo != ApplyTo.HTTP_FILTER
        && applyTo != ApplyTo.LISTENER_FILTER) {
      at.at("operation").ineffective("REPLACE is for filters only; take MERGE, or REMOVE and ADD");
    }
  }

  private static void match(Findings at, EnvoyFilter.Match match, ApplyTo applyTo) {
    at.present(
        "proxy",
        match.proxy(),
        (f, proxy) -> {
          if (!proxy.proxyVersion().isEmpty()) {
            RegexChecks.regex(f.at("proxyVersion"), proxy.proxyVersion());
          }
        });
    Optional<EnvoyFilter.ObjectMatch> object = match.object();
    if (object.isEmpty()) {
      return;
    }
    boolean fits =
        switch (object.get()) {
          case EnvoyFilter.ListenerMatch _ ->
              switch (applyTo) {
                case LISTENER,
                    FILTER_CHAIN,
                    NETWORK_FILTER,
                    HTTP_FILTER,
                    LISTENER_FILTER,
                    EXTENSION_CONFIG,
                    INVALID ->
                    true;
                case ROUTE_CONFIGURATION, VIRTUAL_HOST, HTTP_ROUTE, CLUSTER, BOOTSTRAP -> false;
              };
          case EnvoyFilter.RouteConfigurationMatch _ ->
              switch (applyTo) {
                case ROUTE_CONFIGURATION, VIRTUAL_HOST, HTTP_ROUTE, INVALID -> true;
                case LISTENER,
                    FILTER_CHAIN,
                    NETWORK_FILTER,
                    HTTP_FILTER,
                    LISTENER_FILTER,
                    EXTENSION_CONFIG,
                    CLUSTER,
                    BOOTSTRAP ->
                    false;
              };
          case EnvoyFilter.ClusterMatch _ ->
              applyTo == ApplyTo.CLUSTER || applyTo == ApplyTo.INVALID;
          case EnvoyFilter.WaypointMatch _ -> match.context() == EnvoyFilter.PatchContext.WAYPOINT;
        };
    if (!fits) {
      at.conflict("matches another sort of object than applyTo " + applyTo);
    }
  }
}

package io.meltemi.translator.model;

import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * VirtualServices that rule the same host for the same sidecars, of which only the first does
 * (gateways merge them), and delegates that are not there.
 */
final class VirtualServiceConflicts {

  private record Ruler(ConfigKey rule, ExportTo exportTo) {}

  private final ObjectIndex<VirtualService> rules;
  private final MeshConfig config;
  private final String domain;
  private final Map<String, List<Ruler>> rulers = new HashMap<>();
  private final ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said =
      ImmutableListMultimap.builder();

  private VirtualServiceConflicts(
      ObjectIndex<VirtualService> rules, MeshConfig config, String domain) {
    this.rules = rules;
    this.config = config;
    this.domain = domain;
  }

  static ImmutableListMultimap<ConfigKey, Diagnostic> of(MeshModel model) {
    VirtualServiceConflicts search =
        new VirtualServiceConflicts(model.virtualServices(), model.meshConfig(), model.domain());
    search.rules.all().stream().sorted(ObjectIndex.oldestFirst()).forEach(search::check);
    return search.said.build();
  }

  private void check(ConfigObject<VirtualService> rule) {
    VirtualService spec = rule.spec();
    if (spec.gateways().isEmpty() || spec.gateways().contains("mesh")) {
      Ruler ruler = new Ruler(rule.key(), exportTo(rule));
      for (int i = 0; i < spec.hosts().size(); i++) {
        String host = Hostname.resolve(spec.hosts().get(i), rule.namespace(), domain).text();
        check(ruler, host, "spec.hosts[" + i + "]");
      }
    }
    for (int i = 0; i < spec.http().size(); i++) {
      int route = i;
      spec.http()
          .get(i)
          .delegate()
          .filter(delegate -> !isThere(delegate, rule.namespace()))
          .ifPresent(
              delegate ->
                  said.put(
                      rule.key(),
                      Diagnostic.warning(
                          DiagnosticCode.UNKNOWN_REFERENCE,
                          rule.key(),
                          Position.NONE,
                          "spec.http[" + route + "].delegate",
                          "there is no VirtualService "
                              + namespaceOf(delegate, rule.namespace())
                              + "/"
                              + delegate.name()
                              + " without hosts and exported here; the route is left out")));
    }
  }

  private void check(Ruler ruler, String host, String field) {
    List<Ruler> others = rulers.computeIfAbsent(host, _ -> new ArrayList<>());
    Optional<Ruler> first =
        others.stream().filter(other -> meet(other.exportTo(), ruler.exportTo())).findFirst();
    first.ifPresent(
        winner ->
            said.put(
                ruler.rule(),
                Conflicts.warning(
                    ruler.rule(),
                    field,
                    "host "
                        + host
                        + " is ruled by "
                        + winner.rule()
                        + " already, which comes first; sidecars that see both do not use this"
                        + " one")));
    others.add(ruler);
  }

  private boolean isThere(HttpRoute.Delegate delegate, String namespace) {
    return rules
        .get(
            new ConfigKey(
                ConfigKind.VIRTUAL_SERVICE, namespaceOf(delegate, namespace), delegate.name()))
        .filter(found -> found.spec().hosts().isEmpty())
        .filter(found -> exportTo(found).allows(namespace))
        .isPresent();
  }

  private static String namespaceOf(HttpRoute.Delegate delegate, String own) {
    return delegate.namespace().isEmpty() ? own : delegate.namespace();
  }

  private ExportTo exportTo(ConfigObject<VirtualService> rule) {
    return ExportTo.parse(
        rule.spec().exportTo(), config.defaultVirtualServiceExportTo(), rule.namespace());
  }

  /** Whether some namespace sees both. */
  private static boolean meet(ExportTo one, ExportTo other) {
    return one.everywhere()
        ? other.everywhere() || !other.namespaces().isEmpty()
        : one.namespaces().stream().anyMatch(other::allows)
            || (other.everywhere() && !one.namespaces().isEmpty());
  }
}

package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.MeshModel;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the routes of delegates into the place of the routes that delegate to them. A route whose
 * delegate is not there, or not exported to the root's namespace, is left out; delegates do not
 * delegate further.
 */
final class DelegateMerge {

  private final ConfigObject<VirtualService> root;
  private final MeshModel model;
  private final Set<ConfigKey> used = new LinkedHashSet<>();

  private DelegateMerge(ConfigObject<VirtualService> root, MeshModel model) {
    this.root = root;
    this.model = model;
  }

  static boolean isNeeded(VirtualService root) {
    return root.http().stream().anyMatch(route -> route.delegate().isPresent());
  }

  /** The delegates that are there, in the order of the routes. */
  static ImmutableList<ConfigObject<VirtualService>> delegates(
      ConfigObject<VirtualService> root, MeshModel model) {
    DelegateMerge merge = new DelegateMerge(root, model);
    return root.spec().http().stream()
        .flatMap(route -> route.delegate().stream())
        .flatMap(delegate -> merge.find(delegate).stream())
        .collect(ImmutableList.toImmutableList());
  }

  static ConfigObject<VirtualService> merge(ConfigObject<VirtualService> root, MeshModel model) {
    DelegateMerge merge = new DelegateMerge(root, model);
    ImmutableList.Builder<HttpRoute> routes = ImmutableList.builder();
    for (HttpRoute route : root.spec().http()) {
      if (route.delegate().isEmpty()) {
        routes.add(route);
      } else {
        merge
            .find(route.delegate().get())
            .ifPresent(delegate -> routes.addAll(merge.routes(route, delegate)));
      }
    }
    VirtualService spec = root.spec();
    return Merged.of(
        root,
        new VirtualService(
            spec.hosts(), spec.gateways(), routes.build(), spec.tls(), spec.tcp(), spec.exportTo()),
        merge.used);
  }

  private Optional<ConfigObject<VirtualService>> find(HttpRoute.Delegate delegate) {
    String namespace = delegate.namespace().isEmpty() ? root.namespace() : delegate.namespace();
    return model
        .virtualServices()
        .get(new ConfigKey(ConfigKind.VIRTUAL_SERVICE, namespace, delegate.name()))
        .filter(found -> found.spec().hosts().isEmpty())
        .filter(
            found -> PreparedRoute.exportTo(found, model.meshConfig()).allows(root.namespace()));
  }

  private ImmutableList<HttpRoute> routes(
      HttpRoute delegating, ConfigObject<VirtualService> delegate) {
    used.add(delegate.key());
    RuleNames names = new RuleNames(delegate.namespace(), model.domain());
    return delegate.spec().http().stream()
        .filter(route -> route.delegate().isEmpty())
        .flatMap(route -> RouteMerge.merge(delegating, names.complete(route)).stream())
        .collect(ImmutableList.toImmutableList());
  }
}

package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which Secrets anybody names. Stands before the mesh loop and sees the Gateways, Sidecars and
 * DestinationRules go by: no other Secret of the cluster is ever kept.
 */
final class CredentialNames implements ConfigSink {

  private static final String SCHEME = "kubernetes://";
  private static final String ROOTS = "-cacert";

  private final ConfigSink next;
  private final Runnable onChange;
  private final Runnable onKnown;
  private final Map<ConfigKey, ImmutableSet<String>> byObject = new HashMap<>();
  private final Set<String> awaited;
  private volatile ImmutableSet<String> names = ImmutableSet.of();

  /**
   * @param awaited sources that must have synced before all names of the start are known
   * @param onKnown called then
   * @param onChange called afterwards, when other names are wanted
   */
  CredentialNames(
      ConfigSink next, ImmutableSet<String> awaited, Runnable onKnown, Runnable onChange) {
    this.next = next;
    this.awaited = new HashSet<>(awaited);
    this.onKnown = onKnown;
    this.onChange = onChange;
  }

  /** Whether somebody names a Secret like this, in whatever namespace. */
  boolean contains(String secret) {
    return names.contains(secret);
  }

  @Override
  public synchronized void accept(ImmutableList<ConfigEvent> events) {
    next.accept(events);
    boolean known = awaited.isEmpty();
    boolean changed = false;
    for (ConfigEvent event : events) {
      switch (event) {
        case ConfigEvent.Upsert upsert ->
            changed |= put(upsert.object().key(), of(upsert.object()));
        case ConfigEvent.Delete delete -> changed |= put(delete.key(), ImmutableSet.of());
        case ConfigEvent.Synced synced -> awaited.remove(synced.source());
        case ConfigEvent.Report _ -> {}
      }
    }
    changed = update(changed);
    if (!known && awaited.isEmpty()) {
      onKnown.run();
    } else if (known && changed) {
      onChange.run();
    }
  }

  private boolean update(boolean touched) {
    if (!touched) {
      return false;
    }
    ImmutableSet<String> before = names;
    names = byObject.values().stream().flatMap(Set::stream).collect(ImmutableSet.toImmutableSet());
    return !before.equals(names);
  }

  /** Whether the object names others than before. */
  private boolean put(ConfigKey object, ImmutableSet<String> named) {
    @Nullable ImmutableSet<String> before =
        named.isEmpty() ? byObject.remove(object) : byObject.put(object, named);
    return !named.equals(before == null ? ImmutableSet.of() : before);
  }

  private static ImmutableSet<String> of(ConfigObject<?> object) {
    Stream<String> named =
        switch (object.spec()) {
          case Gateway gateway ->
              gateway.servers().stream()
                  .flatMap(server -> server.tls().stream())
                  .flatMap(CredentialNames::of);
          case Sidecar sidecar ->
              sidecar.ingress().stream()
                  .flatMap(listener -> listener.tls().stream())
                  .flatMap(CredentialNames::of);
          case DestinationRule rule ->
              Stream.concat(
                      rule.trafficPolicy().stream(),
                      rule.subsets().stream().flatMap(subset -> subset.trafficPolicy().stream()))
                  .flatMap(CredentialNames::of);
          default -> Stream.empty();
        };
    return named
        .filter(name -> !name.isEmpty())
        .map(name -> name.startsWith(SCHEME) ? name.substring(SCHEME.length()) : name)
        .map(
            name -> name.endsWith(ROOTS) ? name.substring(0, name.length() - ROOTS.length()) : name)
        .flatMap(name -> Stream.of(name, name + ROOTS))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static Stream<String> of(ServerTls tls) {
    return Stream.concat(
        Stream.of(tls.credentialName(), tls.caCertCredentialName()),
        tls.credentialNames().stream());
  }

  private static Stream<String> of(TrafficPolicy policy) {
    return Stream.concat(
            policy.tls().stream(),
            policy.portLevelSettings().stream().map(port -> port.tls()).flatMap(Optional::stream))
        .map(ClientTls::credentialName);
  }
}

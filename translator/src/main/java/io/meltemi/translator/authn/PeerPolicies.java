package io.meltemi.translator.authn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.PeerAuthentication.MutualTls;
import io.meltemi.translator.config.WorkloadSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All PeerAuthentications. A workload inherits from the mesh (the root namespace's), its namespace
 * and the one that selects it, the narrower over the wider; of several at one step the oldest
 * counts.
 */
public final class PeerPolicies {

  public static final PeerPolicies EMPTY = of(ImmutableList.of(), "");

  private final ImmutableListMultimap<String, ConfigObject<PeerAuthentication>> byNamespace;
  private final String rootNamespace;

  private PeerPolicies(
      ImmutableListMultimap<String, ConfigObject<PeerAuthentication>> byNamespace,
      String rootNamespace) {
    this.byNamespace = byNamespace;
    this.rootNamespace = rootNamespace;
  }

  public static PeerPolicies of(
      Collection<ConfigObject<PeerAuthentication>> all, String rootNamespace) {
    ImmutableListMultimap.Builder<String, ConfigObject<PeerAuthentication>> byNamespace =
        ImmutableListMultimap.builder();
    all.stream()
        .sorted(ConfigObject.oldestFirst())
        .forEach(policy -> byNamespace.put(policy.namespace(), policy));
    return new PeerPolicies(byNamespace.build(), rootNamespace);
  }

  /** What a workload with these labels accepts. */
  public PeerPolicy of(String namespace, Map<String, String> labels) {
    List<ConfigObject<PeerAuthentication>> narrowestFirst = new ArrayList<>();
    byNamespace.get(namespace).stream()
        .filter(policy -> !isGeneral(policy))
        .filter(policy -> policy.spec().selector().orElseThrow().selects(labels))
        .findFirst()
        .ifPresent(narrowestFirst::add);
    boolean selected = !narrowestFirst.isEmpty();
    general(namespace).ifPresent(narrowestFirst::add);
    if (!namespace.equals(rootNamespace)) {
      general(rootNamespace).ifPresent(narrowestFirst::add);
    }
    if (narrowestFirst.isEmpty()) {
      return PeerPolicy.DEFAULT;
    }
    MutualTlsMode mode =
        narrowestFirst.stream()
            .flatMap(policy -> policy.spec().mtls().stream())
            .flatMap(mtls -> set(mtls).stream())
            .findFirst()
            .orElse(PeerPolicy.DEFAULT.mode());
    return new PeerPolicy(
        mode,
        selected ? ports(narrowestFirst.getFirst().spec(), mode) : ImmutableSortedMap.of(),
        narrowestFirst.stream().map(ConfigObject::key).collect(ImmutableList.toImmutableList()));
  }

  /**
   * Whether some workload of the namespace may have a port without mTLS: hardly ever, and only then
   * need its endpoints be looked at one by one.
   */
  public boolean mayDisable(String namespace) {
    return disables(byNamespace.get(namespace))
        || (!namespace.equals(rootNamespace) && disables(byNamespace.get(rootNamespace)));
  }

  /** Those that may hold for a workload of the namespace. */
  public ImmutableList<ConfigObject<PeerAuthentication>> concerning(String namespace) {
    ImmutableList<ConfigObject<PeerAuthentication>> own = byNamespace.get(namespace);
    ImmutableList<ConfigObject<PeerAuthentication>> root = byNamespace.get(rootNamespace);
    if (root.isEmpty() || namespace.equals(rootNamespace)) {
      return own;
    }
    return own.isEmpty()
        ? root
        : ImmutableList.<ConfigObject<PeerAuthentication>>builder()
            .addAll(own)
            .addAll(root)
            .build();
  }

  /** Whether a policy is for all workloads of its namespace. */
  public static boolean isGeneral(ConfigObject<PeerAuthentication> policy) {
    return policy.spec().selector().map(WorkloadSelector::labels).stream()
        .allMatch(ImmutableSortedMap::isEmpty);
  }

  private Optional<ConfigObject<PeerAuthentication>> general(String namespace) {
    return byNamespace.get(namespace).stream().filter(PeerPolicies::isGeneral).findFirst();
  }

  private static boolean disables(Collection<ConfigObject<PeerAuthentication>> policies) {
    return policies.stream()
        .map(ConfigObject::spec)
        .anyMatch(
            policy ->
                policy.mtls().filter(PeerPolicies::isDisable).isPresent()
                    || policy.portLevelMtls().values().stream().anyMatch(PeerPolicies::isDisable));
  }

  private static boolean isDisable(MutualTls mtls) {
    return mtls.mode() == MutualTls.Mode.DISABLE;
  }

  private static ImmutableSortedMap<Integer, MutualTlsMode> ports(
      PeerAuthentication policy, MutualTlsMode otherwise) {
    Map<Integer, MutualTlsMode> ports = new TreeMap<>();
    policy
        .portLevelMtls()
        .forEach(
            (port, mtls) ->
                set(mtls)
                    .filter(mode -> mode != otherwise)
                    .ifPresent(mode -> ports.put(port, mode)));
    return ImmutableSortedMap.copyOf(ports);
  }

  /** Nothing for {@code UNSET}, which inherits. */
  private static Optional<MutualTlsMode> set(MutualTls mtls) {
    return switch (mtls.mode()) {
      case UNSET -> Optional.empty();
      case DISABLE -> Optional.of(MutualTlsMode.DISABLE);
      case PERMISSIVE -> Optional.of(MutualTlsMode.PERMISSIVE);
      case STRICT -> Optional.of(MutualTlsMode.STRICT);
    };
  }
}

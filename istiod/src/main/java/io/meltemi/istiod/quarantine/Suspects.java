package io.meltemi.istiod.quarantine;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.ModelVariant;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may have caused a refusal.
 *
 * @param circles sets of objects that may be set aside to find out, the likeliest first; each is
 *     sorted so that what others hang on comes before them
 * @param blamed whom to blame if nobody can be found out
 */
record Suspects(ImmutableList<ImmutableList<ConfigKey>> circles, ImmutableList<ConfigKey> blamed) {

  /** A listener is there for a Gateway, and a VirtualService only adds to it. */
  private static final Comparator<ConfigKey> FOUNDATIONS_FIRST =
      Comparator.<ConfigKey>comparingInt(key -> key.kind() == ConfigKind.GATEWAY ? 0 : 1)
          .thenComparing(Comparator.naturalOrder());

  /**
   * Of one refused resource.
   *
   * @param now the objects it was made of, as they were
   * @param good the objects of the last time that all resources of its type were accepted
   * @param beyond those that are set aside already
   */
  static Suspects of(
      XdsResource refused, UserObjects now, Optional<UserObjects> good, Set<ConfigKey> beyond) {
    ImmutableList<ConfigKey> origins =
        refused.origins().stream().filter(key -> !beyond.contains(key)).collect(toImmutableList());
    ImmutableList<ConfigKey> changed =
        good.map(
                before ->
                    origins.stream()
                        .filter(key -> !now.agree(before, key))
                        .collect(toImmutableList()))
            .orElse(ImmutableList.of());
    ImmutableList<ConfigKey> rules = rulesAmong(changed.isEmpty() ? origins : changed);
    ImmutableList<ConfigKey> likely = removable(rules, refused.type(), now, good);
    Set<ImmutableList<ConfigKey>> circles = new LinkedHashSet<>();
    circles.add(likely);
    if (likely.size() == rules.size()) { // else the one that changed may be one to keep
      circles.add(removable(origins, refused.type(), now, good));
    }
    circles.remove(ImmutableList.<ConfigKey>of());
    return new Suspects(ImmutableList.copyOf(circles), rules);
  }

  /** The rules, for a service only says what there is; the services if there are no rules. */
  private static ImmutableList<ConfigKey> rulesAmong(List<ConfigKey> keys) {
    ImmutableList<ConfigKey> rules =
        keys.stream().filter(key -> !isService(key.kind())).collect(toImmutableList());
    return rules.isEmpty() ? ImmutableList.copyOf(keys) : rules;
  }

  private static boolean isService(ConfigKind kind) {
    return kind == ConfigKind.SERVICE_ENTRY || kind == ConfigKind.SERVICE;
  }

  private static ImmutableList<ConfigKey> removable(
      List<ConfigKey> keys, XdsType type, UserObjects now, Optional<UserObjects> good) {
    return keys.stream()
        .filter(key -> plays(key.kind(), type))
        .filter(
            key ->
                good.flatMap(before -> before.get(key)).isPresent()
                    || now.get(key).filter(Suspects::mayBeMissed).isPresent())
        .sorted(FOUNDATIONS_FIRST)
        .collect(toImmutableList());
  }

  /** A cluster is one service's: there is nobody to protect but from rules for many hosts. */
  private static boolean plays(ConfigKind kind, XdsType type) {
    return switch (type) {
      case CLUSTER -> kind == ConfigKind.DESTINATION_RULE;
      case LISTENER, ROUTE -> ModelVariant.canPutDifferently(kind);
      case ENDPOINT, SECRET -> false;
    };
  }

  /** Without a rule that says TLS, what was meant to be encrypted would be sent in the clear. */
  private static boolean mayBeMissed(ConfigObject<?> object) {
    return object.as(DestinationRule.class).filter(rule -> saysTls(rule.spec())).isEmpty();
  }

  private static boolean saysTls(DestinationRule rule) {
    return Stream.concat(
            rule.trafficPolicy().stream(),
            rule.subsets().stream().flatMap(subset -> subset.trafficPolicy().stream()))
        .flatMap(Suspects::tls)
        .findAny()
        .isPresent();
  }

  private static Stream<ClientTls> tls(TrafficPolicy policy) {
    return Stream.concat(
        policy.tls().stream(),
        policy.portLevelSettings().stream().flatMap(port -> port.tls().stream()));
  }
}

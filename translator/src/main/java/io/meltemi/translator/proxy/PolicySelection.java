package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.PolicyTargetRef;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which policies hold for a proxy: those of its namespace and those of the root namespace that
 * select it. A policy with targets holds for the gateway proxies of a Kubernetes Gateway only;
 * other targets are for waypoints, which this mesh does not have.
 */
final class PolicySelection {

  /** The label that tells which Kubernetes Gateway a proxy belongs to. */
  private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

  private final MeshModel model;
  private final ProxyDescriptor proxy;
  private final Map<String, String> labels;

  private PolicySelection(MeshModel model, ProxyDescriptor proxy, Map<String, String> labels) {
    this.model = model;
    this.proxy = proxy;
    this.labels = labels;
  }

  static PolicyKeys select(MeshModel model, ProxyDescriptor proxy, Map<String, String> labels) {
    PolicySelection selection = new PolicySelection(model, proxy, labels);
    ImmutableSortedSet<ConfigKey> authorization =
        selection.selected(model.authorizationPolicies(), PolicySelection::attachment);
    ImmutableSortedSet<ConfigKey> authentication =
        selection.selected(model.requestAuthentications(), PolicySelection::attachment);
    return authorization.isEmpty() && authentication.isEmpty()
        ? PolicyKeys.NONE
        : new PolicyKeys(authorization, authentication);
  }

  /** What a policy says of where it holds. */
  private record Attachment(
      Optional<WorkloadSelector> selector, ImmutableList<PolicyTargetRef> targets) {

    static Attachment of(
        Optional<WorkloadSelector> selector,
        Optional<PolicyTargetRef> single,
        ImmutableList<PolicyTargetRef> several) {
      return new Attachment(
          selector, several.isEmpty() ? ImmutableList.copyOf(single.stream().toList()) : several);
    }
  }

  private static Attachment attachment(AuthorizationPolicy policy) {
    return Attachment.of(policy.selector(), policy.targetRef(), policy.targetRefs());
  }

  private static Attachment attachment(RequestAuthentication policy) {
    return Attachment.of(policy.selector(), policy.targetRef(), policy.targetRefs());
  }

  private <T extends ConfigSpec> ImmutableSortedSet<ConfigKey> selected(
      ObjectIndex<T> index, Function<T, Attachment> attachment) {
    return Stream.of(model.rootNamespace(), proxy.namespace())
        .distinct()
        .flatMap(namespace -> index.inNamespace(namespace).stream())
        .filter(policy -> holds(policy, attachment.apply(policy.spec())))
        .map(ConfigObject::key)
        .collect(ImmutableSortedSet.toImmutableSortedSet(ConfigKey::compareTo));
  }

  /**
   * Of a policy that has both, which none should, nobody knows which was meant: it holds for both.
   */
  private boolean holds(ConfigObject<?> policy, Attachment attachment) {
    boolean selected =
        attachment
            .selector()
            .map(selector -> selector.selects(labels))
            .orElse(attachment.targets().isEmpty());
    return selected || isTargeted(policy, attachment);
  }

  private boolean isTargeted(ConfigObject<?> policy, Attachment attachment) {
    return switch (proxy.kind()) {
      case SIDECAR -> false;
      case ROUTER ->
          policy.namespace().equals(proxy.namespace())
              && attachment.targets().stream().anyMatch(this::isOwnGateway);
    };
  }

  private boolean isOwnGateway(PolicyTargetRef target) {
    return target.isKubernetesGateway()
        && labels.containsKey(GATEWAY_NAME)
        && (target.equals(PolicyTargetRef.ANY_GATEWAY)
            || target.name().equals(labels.get(GATEWAY_NAME)));
  }
}

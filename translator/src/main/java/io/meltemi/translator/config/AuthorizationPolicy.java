package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Who may call. No rules never match: an ALLOW without rules denies all. */
public record AuthorizationPolicy(
    Optional<WorkloadSelector> selector,
    Optional<PolicyTargetRef> targetRef,
    ImmutableList<PolicyTargetRef> targetRefs,
    ImmutableList<Rule> rules,
    Action action,
    Optional<Provider> provider)
    implements ConfigSpec {

  /** What happens to a request that a rule matches. */
  public enum Action {
    ALLOW,
    DENY,
    AUDIT,
    CUSTOM
  }

  /** The MeshConfig extension provider that decides, for {@code CUSTOM}. */
  public record Provider(String name) {}

  /** Matches when a source, an operation and all conditions match; an empty list matches always. */
  public record Rule(
      ImmutableList<Source> from, ImmutableList<Operation> to, ImmutableList<Condition> when) {}

  /** Who calls. Values may be exact, {@code prefix*}, {@code *suffix} or {@code *}. */
  public record Source(
      ImmutableList<String> principals,
      ImmutableList<String> notPrincipals,
      ImmutableList<String> requestPrincipals,
      ImmutableList<String> notRequestPrincipals,
      ImmutableList<String> namespaces,
      ImmutableList<String> notNamespaces,
      ImmutableList<String> serviceAccounts,
      ImmutableList<String> notServiceAccounts,
      ImmutableList<String> ipBlocks,
      ImmutableList<String> notIpBlocks,
      ImmutableList<String> remoteIpBlocks,
      ImmutableList<String> notRemoteIpBlocks,
      ImmutableList<String> trustDomains,
      ImmutableList<String> notTrustDomains) {}

  /** What is called. */
  public record Operation(
      ImmutableList<String> hosts,
      ImmutableList<String> notHosts,
      ImmutableList<String> ports,
      ImmutableList<String> notPorts,
      ImmutableList<String> methods,
      ImmutableList<String> notMethods,
      ImmutableList<String> paths,
      ImmutableList<String> notPaths) {}

  /** An attribute by key, {@code request.headers[x-user]} for example. */
  public record Condition(
      String key, ImmutableList<String> values, ImmutableList<String> notValues) {}
}

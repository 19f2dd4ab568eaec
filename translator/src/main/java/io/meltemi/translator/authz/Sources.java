package io.meltemi.translator.authz;

import static io.meltemi.translator.authz.Logic.PRINCIPALS;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.meltemi.translator.authz.Logic.Test;
import io.meltemi.translator.config.AuthorizationPolicy;
import java.util.List;

/** Reads {@code from}: who calls. */
final class Sources {

  private final RuleContext context;

  Sources(RuleContext context) {
    this.context = context;
  }

  Formula<Principal> source(AuthorizationPolicy.Source source) {
    return PRINCIPALS.and(
        ImmutableList.of(
            field(source.principals(), source.notPrincipals(), principals()),
            field(source.requestPrincipals(), source.notRequestPrincipals(), requestPrincipals()),
            field(source.namespaces(), source.notNamespaces(), namespaces()),
            field(source.serviceAccounts(), source.notServiceAccounts(), serviceAccounts()),
            field(source.trustDomains(), source.notTrustDomains(), trustDomains()),
            field(source.ipBlocks(), source.notIpBlocks(), peerAddresses()),
            field(source.remoteIpBlocks(), source.notRemoteIpBlocks(), clientAddresses())));
  }

  Formula<Principal> field(List<String> values, List<String> notValues, Test<Principal> test) {
    return PRINCIPALS.field(values, notValues, context.leaning(), test);
  }

  Test<Principal> principals() {
    return (value, _) -> Identities.principal(value, context.trustDomains());
  }

  Test<Principal> requestPrincipals() {
    return (value, leaning) ->
        context.isHttp() ? RequestPrincipals.principal(value, leaning) : Formula.undecided(leaning);
  }

  Test<Principal> namespaces() {
    return Test.of(Identities::namespace);
  }

  Test<Principal> serviceAccounts() {
    return Test.of(value -> Identities.serviceAccount(value, context.namespace()));
  }

  Test<Principal> trustDomains() {
    return Test.of(Identities::trustDomain);
  }

  /** Whoever has made the connection. */
  Test<Principal> peerAddresses() {
    return Test.of(
        value ->
            Addresses.block(value)
                .map((CidrRange block) -> Principal.newBuilder().setDirectRemoteIp(block).build()));
  }

  /** The client, as trusted proxies in between tell it. */
  Test<Principal> clientAddresses() {
    return Test.of(
        value ->
            Addresses.block(value)
                .map((CidrRange block) -> Principal.newBuilder().setRemoteIp(block).build()));
  }
}

package io.meltemi.translator.model;

import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.DiagnosticIndex.Source;

/** Two objects that claim the same thing: who wins is told to the one that loses. */
final class Conflicts {

  private Conflicts() {}

  /** The model with its diagnostics brought up to date where what they are about has changed. */
  static MeshModel reported(MeshModel base, MeshModel next) {
    DiagnosticIndex said = next.diagnostics();
    boolean sameConfig = next.meshConfig() == base.meshConfig();
    if (next.discovery().claims() != base.discovery().claims()) {
      said = said.with(Source.HOSTNAMES, HostnameConflicts.of(next.discovery().claims()));
    }
    if (next.sidecars() != base.sidecars()) {
      said = said.with(Source.SIDECARS, SidecarConflicts.of(next.sidecars()));
    }
    if (next.virtualServices() != base.virtualServices() || !sameConfig) {
      said = said.with(Source.VIRTUAL_SERVICES, VirtualServiceConflicts.of(next));
    }
    if (next.destinationRules() != base.destinationRules()) {
      said =
          said.with(
              Source.DESTINATION_RULES,
              DestinationRuleConflicts.of(next.destinationRules(), next.domain()));
    }
    if (next.gateways() != base.gateways()) {
      said = said.with(Source.GATEWAYS, GatewayConflicts.of(next.gateways()));
    }
    if (next.peerPolicies() != base.peerPolicies()) {
      said =
          said.with(
              Source.PEER_AUTHENTICATIONS,
              PeerAuthenticationConflicts.of(next.peerAuthentications(), next.rootNamespace()));
    }
    if (next.peerPolicies() != base.peerPolicies()
        || next.destinationRules() != base.destinationRules()
        || next.services() != base.services()) {
      said = said.with(Source.MUTUAL_TLS, MutualTlsConflicts.of(next));
    }
    if (next.credentials() != base.credentials()) {
      said = said.with(Source.CREDENTIALS, next.credentials().problems());
    }
    return said == next.diagnostics() ? next : next.with(said);
  }

  /** Positions are filled in when a report is made. */
  static Diagnostic warning(ConfigKey object, String field, String message) {
    return Diagnostic.warning(DiagnosticCode.CONFLICT, object, Position.NONE, field, message);
  }
}

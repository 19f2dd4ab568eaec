package io.meltemi.istiod.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.config.decode.LocatedObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SuspectsTest {

  private static final String SERVICE =
      object("ServiceEntry", "s", "{hosts: [s.example], ports: [{number: 80, name: http}]}");
  private static final String ROUTE =
      object("VirtualService", "v", "{hosts: [s.example], http: [{redirect: {uri: /}}]}");
  private static final String OTHER_ROUTE =
      object("VirtualService", "w", "{hosts: [s.example], http: [{redirect: {uri: /}}]}");
  private static final String GATEWAY =
      object(
          "Gateway",
          "z",
          "{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}");
  private static final String PLAIN_RULE = object("DestinationRule", "d", "{host: s.example}");
  private static final String TLS_RULE =
      object("DestinationRule", "d", "{host: s.example, trafficPolicy: {tls: {mode: SIMPLE}}}");
  private static final String POLICY =
      """
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: p, namespace: default}
      spec: {action: DENY, rules: [{}]}
      """;

  private static String object(String kind, String name, String spec) {
    return """
        apiVersion: networking.istio.io/v1
        kind: %s
        metadata: {name: %s, namespace: default}
        spec: %s
        """
        .formatted(kind, name, spec);
  }

  @Test
  void whatChangedIsSuspectedFirstAndAloneBlamed() {
    Suspects suspects =
        suspects(XdsType.ROUTE, List.of(SERVICE, ROUTE, OTHER_ROUTE), List.of(SERVICE, ROUTE));
    assertThat(names(suspects.circles().getFirst())).containsExactly("w");
    assertThat(names(suspects.circles().getLast())).containsExactly("v", "w");
    assertThat(names(suspects.blamed())).containsExactly("w");
  }

  @Test
  void withoutAnythingAcceptedAllAreSuspected() {
    Suspects suspects = suspects(XdsType.ROUTE, List.of(SERVICE, ROUTE, OTHER_ROUTE));
    assertThat(suspects.circles()).hasSize(1);
    assertThat(names(suspects.circles().getFirst())).containsExactly("v", "w");
  }

  @Test
  void ruleForANewServiceIsBlamedAndNotTheService() {
    Suspects suspects = suspects(XdsType.CLUSTER, List.of(SERVICE, PLAIN_RULE), List.of());
    assertThat(names(suspects.blamed())).containsExactly("d");
    assertThat(names(suspects.circles().getFirst())).containsExactly("d");
  }

  /** Without it, what was meant to be encrypted would be sent in the clear. */
  @Test
  void newRuleThatSaysTlsIsBlamedAndNotSetAside() {
    Suspects suspects = suspects(XdsType.CLUSTER, List.of(SERVICE, TLS_RULE), List.of(SERVICE));
    assertThat(names(suspects.blamed())).containsExactly("d");
    assertThat(suspects.circles()).isEmpty();
  }

  @Test
  void ruleThatSaysTlsMayGoBackToItsLastGoodVersion() {
    Suspects suspects =
        suspects(XdsType.CLUSTER, List.of(SERVICE, TLS_RULE), List.of(SERVICE, PLAIN_RULE));
    assertThat(names(suspects.circles().getFirst())).containsExactly("d");
  }

  @Test
  void securityPoliciesAreNeverSetAsideAndNobodyInTheirPlace() {
    Suspects suspects =
        suspects(XdsType.LISTENER, List.of(GATEWAY, ROUTE, POLICY), List.of(GATEWAY, ROUTE));
    assertThat(suspects.circles()).isEmpty();
    assertThat(names(suspects.blamed())).containsExactly("p");

    Suspects cold = suspects(XdsType.LISTENER, List.of(GATEWAY, ROUTE, POLICY));
    assertThat(cold.circles()).allSatisfy(circle -> assertThat(names(circle)).doesNotContain("p"));
  }

  /** Without its Gateway there is no listener in which a VirtualService could be judged. */
  @Test
  void gatewaysComeBackFirst() {
    Suspects suspects = suspects(XdsType.LISTENER, List.of(GATEWAY, ROUTE));
    assertThat(names(suspects.circles().getFirst())).containsExactly("z", "v");
  }

  @Test
  void whoIsSetAsideAlreadyIsBeyondSuspicion() {
    UserObjects now = objects(List.of(ROUTE, OTHER_ROUTE));
    XdsResource refused = resource(XdsType.ROUTE, List.of(ROUTE, OTHER_ROUTE));
    ConfigKey first = refused.origins().getFirst();
    Suspects suspects = Suspects.of(refused, now, Optional.empty(), Set.of(first));
    assertThat(names(suspects.circles().getFirst())).containsExactly("w");
  }

  private static Suspects suspects(XdsType type, List<String> now) {
    return Suspects.of(resource(type, now), objects(now), Optional.empty(), Set.of());
  }

  private static Suspects suspects(XdsType type, List<String> now, List<String> good) {
    return Suspects.of(resource(type, now), objects(now), Optional.of(objects(good)), Set.of());
  }

  private static XdsResource resource(XdsType type, List<String> madeOf) {
    return XdsResource.ofBytes(
        type, "r", ByteString.EMPTY, read(madeOf).stream().map(it -> it.object().key()).toList());
  }

  private static UserObjects objects(List<String> yaml) {
    MeshDelta delta = new MeshDelta();
    read(yaml).forEach(it -> delta.upsert(it.object(), it.position()));
    return UserObjects.of(delta.apply(MeshModel.EMPTY));
  }

  private static ImmutableList<LocatedObject> read(List<String> yaml) {
    return ConfigFile.read("test.yaml", String.join("---\n", yaml)).objects();
  }

  private static List<String> names(ImmutableList<ConfigKey> keys) {
    return keys.stream().map(ConfigKey::name).toList();
  }
}

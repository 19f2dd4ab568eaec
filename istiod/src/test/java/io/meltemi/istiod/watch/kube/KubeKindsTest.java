package io.meltemi.istiod.watch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.diagnostic.ConfigKind;
import org.junit.jupiter.api.Test;

class KubeKindsTest {

  @Test
  void pluralsAreThoseOfTheDefinitions() {
    assertThat(KubeKinds.ours().stream().map(KubeKinds::plural))
        .containsExactlyInAnyOrder(
            "virtualservices",
            "destinationrules",
            "gateways",
            "serviceentries",
            "workloadentries",
            "workloadgroups",
            "sidecars",
            "envoyfilters",
            "proxyconfigs",
            "peerauthentications",
            "requestauthentications",
            "authorizationpolicies",
            "telemetries",
            "wasmplugins",
            "trafficextensions");
  }

  @Test
  void theNewestVersionIsTriedFirst() {
    assertThat(
            KubeKinds.versions(ConfigKind.VIRTUAL_SERVICE).stream()
                .map(resource -> resource.version()))
        .containsExactly("v1", "v1beta1", "v1alpha3");
  }
}

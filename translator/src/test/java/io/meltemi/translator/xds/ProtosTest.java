package io.meltemi.translator.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import org.junit.jupiter.api.Test;

class ProtosTest {
  @Test
  void whatDoesNotFitIsCut() {
    assertThat(Protos.uint32(-1).getValue()).isZero();
    assertThat(Integer.toUnsignedLong(Protos.uint32(1L << 40).getValue())).isEqualTo(0xFFFF_FFFFL);
  }

  @Test
  void unixAddressesArePipes() {
    assertThat(Protos.address("unix:///run/app.sock", 0).getPipe().getPath())
        .isEqualTo("/run/app.sock");
    assertThat(Protos.address("10.0.0.1", 80).getSocketAddress().getPortValue()).isEqualTo(80);
  }

  @Test
  void theConfigPathHasEightPieces() {
    ConfigKey rule = new ConfigKey(ConfigKind.DESTINATION_RULE, "default", "reviews");
    assertThat(rule.path())
        .isEqualTo("/apis/networking.istio.io/v1/namespaces/default/destination-rule/reviews");
    assertThat(rule.path().split("/", -1)).hasSize(8);
  }
}

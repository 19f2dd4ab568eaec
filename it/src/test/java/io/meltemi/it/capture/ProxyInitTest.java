package io.meltemi.it.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules themselves, in a namespace of the test's own. */
final class ProxyInitTest {

  private static final int POD = 2;

  private static final String[] MUCH = {
    "-m",
    "TPROXY",
    "--redirect-dns",
    "--capture-all-dns",
    "--drop-invalid",
    "-i",
    "10.0.0.0/8,fd00::/8",
    "-q",
    "443",
    "-x",
    "10.1.0.0/16",
    "-b",
    "80,443",
    "-o",
    "3306",
    "-c",
    "eth1",
    "-k",
    "tap0,tap1"
  };

  @SuppressWarnings("NullAway.Init")
  private PodNetwork network;

  @BeforeEach
  void start() throws Exception {
    network = new PodNetwork();
    network.pod(POD);
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  @Test
  void runningItAgainChangesNothingAndOtherFlagsLeaveNothingBehind() throws Exception {
    String before = network.rules(POD);
    network.capture(POD);
    String plain = network.rules(POD);
    assertThat(plain).contains("--to-ports 15001").contains("--to-ports 15006");
    network.capture(POD);
    assertThat(network.rules(POD)).isEqualTo(plain);
    network.capture(POD, MUCH);
    String much = network.rules(POD);
    assertThat(much).contains("TPROXY").contains("fwmark").contains("--to-ports 15053");
    network.capture(POD, MUCH);
    assertThat(network.rules(POD)).isEqualTo(much);
    network.capture(POD);
    assertThat(network.rules(POD)).isEqualTo(plain);
    network.capture(POD, "--clean");
    assertThat(network.rules(POD)).isEqualTo(before);
  }

  @Test
  void withoutInterceptionNothingIsTouched() throws Exception {
    String before = network.rules(POD);
    network.capture(POD, "-m", "NONE");
    assertThat(network.rules(POD)).isEqualTo(before);
  }

  @Test
  void eachGuestsConnectionsGoOut() throws Exception {
    network.capture(POD, MUCH);
    for (String guest : List.of("tap0", "tap1")) {
      assertThat(network.rules(POD))
          .contains("-A ISTIO_PREROUTING -d 10.0.0.0/8 -i " + guest + " -p tcp -j ISTIO_REDIRECT")
          .contains("-A ISTIO_PREROUTING -i " + guest + " -j RETURN");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-d 80;reboot",
        "-d 80\n-A OUTPUT",
        "-p 70000",
        "-p",
        "-i 10.0.0.0/33",
        "-i host",
        "-x *",
        "-c a/b",
        "-u root",
        "-m BRIDGE",
        "--unknown",
        "--redirect-dns=maybe"
      })
  void whatIsNotWhatItClaimsToBeIsRefusedAndChangesNothing(String flags) throws Exception {
    String before = network.rules(POD);
    assertThatIOException()
        .isThrownBy(() -> network.capture(POD, flags.split(" ", 2)))
        .withMessageContaining("proxy-init: ");
    assertThat(network.rules(POD)).isEqualTo(before);
  }
}

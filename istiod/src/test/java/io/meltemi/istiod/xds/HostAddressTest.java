package io.meltemi.istiod.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class HostAddressTest {

  @Test
  void ofIpv4EveryAddressIsAnother() {
    assertThat(of("10.0.0.1")).isEqualTo(of("10.0.0.1")).isNotEqualTo(of("10.0.0.2"));
    assertThat(of("255.0.0.1")).isNotEqualTo(of("127.0.0.1"));
  }

  @Test
  void ofIpv6EveryNetworkIs() {
    assertThat(of("fd00::1")).isEqualTo(of("fd00::2")).isNotEqualTo(of("fd00:0:0:1::1"));
    assertThat(of("::")).isNotEqualTo(of("0.0.0.0"));
  }

  @Test
  void ofAnAddressThatIsNoneOfThem() {
    assertThat(HostAddress.of(InetSocketAddress.createUnresolved("a", 1)))
        .isEqualTo(HostAddress.of((java.net.SocketAddress) null));
  }

  private static HostAddress of(String address) {
    return HostAddress.of(InetAddresses.forString(address));
  }
}

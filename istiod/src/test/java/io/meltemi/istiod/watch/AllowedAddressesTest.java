package io.meltemi.istiod.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "169.254.169.254",
        "169.254.0.1",
        "224.0.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
      })
  void whatIsTooNearIsNotAllowed(String address) {
    assertThat(AllowedAddresses.DEFAULT.allows(InetAddresses.forString(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "192.168.0.1", "192.0.2.1", "2001:db8::1", "fd12::1"})
  void otherServersAre(String address) {
    assertThat(AllowedAddresses.DEFAULT.allows(InetAddresses.forString(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, 127.5.0.1, true",
    "127.0.0.0/8, 169.254.169.254, false",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, ::ffff:127.0.0.1, true",
    "::1/128, ::1, true",
  })
  void exceptionsAreByBlock(String block, String address, boolean allowed) {
    assertThat(AllowedAddresses.parse(block).allows(InetAddresses.forString(address)))
        .isEqualTo(allowed);
  }
}

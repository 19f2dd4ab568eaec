package io.meltemi.translator.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.naming.ListenerName;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerWordsTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3/32",
    "10.1.2.3/8, 10.0.0.0/8",
    "10.1.2.3/0, 0.0.0.0/0",
    "192.168.255.255/20, 192.168.240.0/20",
    "fd00::1, fd00::1/128",
    "fd00::/8, fd00::/8",
  })
  void rangesHaveOneForm(String written, String canonical) {
    assertThat(AddressPrefix.parse(written).orElseThrow()).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "10.0.0.1/33", "10.0.0/8", "10.0.0.1/-1", "host", "fd00::/129"})
  void whatIsNoRangeIsNone(String written) {
    assertThat(AddressPrefix.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.*.com", "a.*.com", "*a.com", "", "*."})
  void namesThatSniCannotMatchAreNone(String written) {
    assertThat(ServerNames.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"A.Example.com, a.example.com", "*.Example.com, *.example.com"})
  void namesAreLowerCase(String written, String name) {
    assertThat(ServerNames.parse(written)).isEqualTo(Optional.of(name));
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 80", "10.0.0.1, 15001", "fd00::1, 443", "::, 80"})
  void listenerNamesRoundTrip(String address, int port) {
    ListenerName name = new ListenerName(address, port);
    assertThat(ListenerName.parse(name.toString())).isEqualTo(Optional.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtualOutbound", "", "_80", "0.0.0.0_http", "unix:///a/b"})
  void otherNamesAreNoAddresses(String name) {
    assertThat(ListenerName.parse(name)).isEmpty();
  }
}

package io.meltemi.translator.authz;

import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/** Blocks of addresses. */
final class Addresses {

  private Addresses() {}

  /** Of {@code 10.0.0.0/8} or a single address; absent for anything else. */
  static Optional<CidrRange> block(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!InetAddresses.isInetAddress(address) || address.indexOf('%') >= 0) {
      return Optional.empty();
    }
    int bits = address.indexOf(':') >= 0 ? 128 : 32;
    Integer length = slash < 0 ? Integer.valueOf(bits) : Ints.tryParse(text.substring(slash + 1));
    if (length == null || length < 0 || length > bits) {
      return Optional.empty();
    }
    return Optional.of(
        CidrRange.newBuilder()
            .setAddressPrefix(address)
            .setPrefixLen(Protos.uint32(length))
            .build());
  }
}

package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Ints;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import java.util.Map;
import java.util.TreeMap;

/** Reads a {@link PeerAuthentication}. */
final class PeerAuthenticationDecoder {

  private PeerAuthenticationDecoder() {}

  static PeerAuthentication peerAuthentication(ObjectReader in) {
    return new PeerAuthentication(
        in.object("selector", SharedDecoder::matchLabels),
        in.object("mtls", PeerAuthenticationDecoder::mutualTls),
        ports(in));
  }

  private static PeerAuthentication.MutualTls mutualTls(ObjectReader in) {
    return new PeerAuthentication.MutualTls(
        in.enumeration("mode", PeerAuthentication.MutualTls.Mode.class));
  }

  /** The keys are numbers that JSON spells as texts. */
  private static ImmutableSortedMap<Integer, PeerAuthentication.MutualTls> ports(ObjectReader in) {
    Map<Integer, PeerAuthentication.MutualTls> ports = new TreeMap<>();
    in.map("portLevelMtls", PeerAuthenticationDecoder::mutualTls)
        .forEach(
            (text, mtls) -> {
              Integer port = Ints.tryParse(text);
              if (port == null) {
                in.error(
                    DiagnosticCode.INVALID_VALUE,
                    "portLevelMtls",
                    "takes port numbers as keys, not \"" + text + "\"");
              } else {
                ports.put(port, mtls);
              }
            });
    return ImmutableSortedMap.copyOf(ports);
  }
}

package io.meltemi.translator.tls;

import com.google.common.net.InetAddresses;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/** Names of which a peer's certificate must have one. */
public final class CertificateNames {

  private CertificateNames() {}

  /** Names as users write them: a URI, an address or a DNS name. */
  public static void exact(
      CertificateValidationContext.Builder validation, Iterable<String> names) {
    names.forEach(
        name ->
            validation.addMatchTypedSubjectAltNames(
                matcher(typeOf(name), StringMatcher.newBuilder().setExact(name))));
  }

  /** Beginnings of URIs. */
  public static void uriPrefixes(
      CertificateValidationContext.Builder validation, Iterable<String> prefixes) {
    prefixes.forEach(
        prefix ->
            validation.addMatchTypedSubjectAltNames(
                matcher(SanType.URI, StringMatcher.newBuilder().setPrefix(prefix))));
  }

  private static SubjectAltNameMatcher matcher(SanType type, StringMatcher.Builder text) {
    return SubjectAltNameMatcher.newBuilder().setSanType(type).setMatcher(text).build();
  }

  private static SanType typeOf(String name) {
    if (name.contains("://")) {
      return SanType.URI;
    }
    return InetAddresses.isInetAddress(name) ? SanType.IP_ADDRESS : SanType.DNS;
  }
}

package io.meltemi.istiod.secret;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;
import io.meltemi.ca.SpiffeId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The version of a workload's certificate, as its resource carries it. It says all that an istiod
 * must know of a certificate to leave a proxy that comes back with what it has, even if another
 * istiod made it. Nothing in it is made from the key.
 *
 * <p>A proxy can say any version it likes; all it gains is to be left without a certificate.
 *
 * @param renewAt to the second
 * @param issuer what signed it
 * @param subject whose it is
 * @param chain which one
 */
record CertificateVersion(Instant renewAt, String issuer, String subject, String chain) {

  private static final Splitter DASHES = Splitter.on('-');
  private static final int PARTS = 4;
  private static final int MAX_LENGTH = 200;
  private static final int DIGITS = 16;

  static CertificateVersion of(Instant renewAt, String issuer, SpiffeId subject, String chainPem) {
    return new CertificateVersion(
        Instant.ofEpochSecond(renewAt.getEpochSecond()),
        issuer,
        digest(subject.toString()),
        digest(chainPem));
  }

  /** Empty for anything that is not such a version. */
  static Optional<CertificateVersion> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    List<String> parts = DASHES.splitToList(text);
    Long seconds = parts.size() == PARTS ? Longs.tryParse(parts.getFirst()) : null;
    return seconds == null || seconds < 0 || seconds > Instant.MAX.getEpochSecond()
        ? Optional.empty()
        : Optional.of(
            new CertificateVersion(
                Instant.ofEpochSecond(seconds), parts.get(1), parts.get(2), parts.get(3)));
  }

  boolean isOf(SpiffeId identity, String signer) {
    return subject.equals(digest(identity.toString())) && issuer.equals(signer);
  }

  private static String digest(String text) {
    return Hashing.sha256()
        .hashString(text, StandardCharsets.UTF_8)
        .toString()
        .substring(0, DIGITS);
  }

  @Override
  public String toString() {
    return String.join("-", Long.toString(renewAt.getEpochSecond()), issuer, subject, chain);
  }
}

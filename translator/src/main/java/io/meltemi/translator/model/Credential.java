package io.meltemi.translator.model;

import com.google.protobuf.ByteString;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * A Secret or ConfigMap as far as it is of use to TLS. Nothing of it is ever printed.
 *
 * @param origin the object
 * @param identity a certificate and its key
 * @param roots whom to trust
 */
public record Credential(ConfigKey origin, Identity identity, Roots roots) {

  /** A certificate with its key, or why there is none. */
  public sealed interface Identity {

    /** The Secret does not have one. */
    enum Absent implements Identity {
      INSTANCE
    }

    /** The Secret has something that is none. */
    record Malformed(String reason) implements Identity {}

    /**
     * In PEM.
     *
     * @param chain leaf, then intermediates
     * @param staple an OCSP response in DER, or empty
     */
    record Pair(ByteString chain, ByteString key, ByteString staple) implements Identity {
      @Override
      public String toString() {
        return "Pair[redacted]";
      }
    }
  }

  /** Certificates to trust, or why there are none. */
  public sealed interface Roots {

    /** The Secret does not have any. */
    enum Absent implements Roots {
      INSTANCE
    }

    /** The Secret has something that is none. */
    record Malformed(String reason) implements Roots {}

    /**
     * In PEM.
     *
     * @param revoked a list of certificates that are not to be trusted any more, or empty
     */
    record Trusted(ByteString certificates, ByteString revoked) implements Roots {
      @Override
      public String toString() {
        return "Trusted[redacted]";
      }
    }
  }

  boolean isEmpty() {
    return identity == Identity.Absent.INSTANCE && roots == Roots.Absent.INSTANCE;
  }
}

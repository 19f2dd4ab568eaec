package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.tls.TlsLimits;

/**
 * TLS that a listener terminates.
 *
 * @param alpn what is answered to clients that offer it, best first
 */
record DownstreamTls(
    Certificates certificates, Clients clients, TlsLimits limits, ImmutableList<String> alpn) {

  /** What is shown to clients. */
  sealed interface Certificates {

    /** From the proxy's file system; at least one. */
    record Files(ImmutableList<ServerTls.Certificate> files) implements Certificates {}

    /** Secrets, by their names in SDS; at least one. */
    record Credentials(ImmutableList<String> names) implements Certificates {}

    /** The workload's own. */
    record OfMesh(SecretSource source) implements Certificates {}
  }

  /** What is asked of clients. */
  sealed interface Clients {

    /** No certificate. */
    enum Anybody implements Clients {
      INSTANCE
    }

    /**
     * One that somebody trusted has signed.
     *
     * @param required false: who shows none may come in too
     */
    record Verified(boolean required, Trust trust, Names names) implements Clients {}
  }

  /** Whose signature counts. */
  sealed interface Trust {

    /**
     * From the proxy's file system.
     *
     * @param crl empty for none
     */
    record Files(String caCertificates, String crl) implements Trust {}

    /** Those of a Secret, by its name in SDS. */
    record Credential(String name) implements Trust {}

    /** Everybody's, which is no check at all. */
    enum Anyone implements Trust {
      INSTANCE
    }

    /** The mesh's roots. */
    record OfMesh(SecretSource source) implements Trust {}
  }

  /**
   * Which of the certificates that are trusted are meant; one of each list that is not empty.
   *
   * @param uriPrefixes what a URI may begin with
   */
  record Names(
      ImmutableList<String> subjectAltNames,
      ImmutableList<String> uriPrefixes,
      ImmutableList<String> spki,
      ImmutableList<String> hashes) {

    static Names beginningWith(ImmutableList<String> uriPrefixes) {
      return new Names(ImmutableList.of(), uriPrefixes, ImmutableList.of(), ImmutableList.of());
    }
  }
}

package io.meltemi.translator.config.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.BaseEncoding;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.config.TlsWords;

/** Checks both sides of TLS. */
final class TlsChecks {

  private TlsChecks() {}

  static void client(Findings at, ClientTls tls) {
    credentialName(at.at("credentialName"), tls.credentialName());
    boolean files =
        !tls.clientCertificate().isEmpty()
            || !tls.privateKey().isEmpty()
            || !tls.caCertificates().isEmpty()
            || !tls.caCrl().isEmpty();
    boolean credential = !tls.credentialName().isEmpty();
    switch (tls.mode()) {
      case DISABLE -> {}
      case SIMPLE -> {
        if (credential && !tls.caCertificates().isEmpty()) {
          at.conflict("credentialName and caCertificates exclude each other; keep one");
        }
      }
      case MUTUAL -> {
        if (credential && files) {
          at.conflict("credentialName excludes certificate files; keep one");
        } else if (!credential && tls.clientCertificate().isEmpty()) {
          at.at("clientCertificate").missing("is required for MUTUAL, or credentialName");
        } else if (!credential && tls.privateKey().isEmpty()) {
          at.at("privateKey").missing("is required for MUTUAL, or credentialName");
        }
      }
      case ISTIO_MUTUAL -> {
        if (files || credential) {
          at.conflict("ISTIO_MUTUAL brings its own certificates; remove the others");
        }
      }
    }
  }

  static void server(Findings at, ServerTls tls) {
    versions(at, tls);
    known(at, "cipherSuites", tls.cipherSuites(), TlsWords.CIPHER_SUITES);
    credentialName(at.at("credentialName"), tls.credentialName());
    at.each("credentialNames", tls.credentialNames(), TlsChecks::credentialName);
    credentialName(at.at("caCertCredentialName"), tls.caCertCredentialName());
    certificates(at, tls);
    verification(at, tls);
  }

  private static void versions(Findings at, ServerTls tls) {
    if (tls.maxProtocolVersion() != ServerTls.Protocol.TLS_AUTO
        && tls.minProtocolVersion().compareTo(tls.maxProtocolVersion()) > 0) {
      at.at("minProtocolVersion").conflict("is above maxProtocolVersion");
    }
    boolean old =
        tls.minProtocolVersion() == ServerTls.Protocol.TLSV1_0
            || tls.minProtocolVersion() == ServerTls.Protocol.TLSV1_1;
    if (old && tls.cipherSuites().isEmpty()) {
      at.at("minProtocolVersion")
          .ineffective(
              "before TLS 1.2 none of the usual cipherSuites can be spoken; name some, such as"
                  + " ECDHE-ECDSA-AES128-SHA");
    }
  }

  /** Limits of mesh config. */
  static void limits(Findings at, MeshConfig.TlsConfig limits) {
    known(at, "cipherSuites", limits.cipherSuites(), TlsWords.CIPHER_SUITES);
    known(at, "ecdhCurves", limits.ecdhCurves(), TlsWords.ECDH_CURVES);
  }

  /** What is not known is left out, for Envoy would refuse everything else with it. */
  private static void known(
      Findings at, String field, ImmutableList<String> names, ImmutableSet<String> known) {
    at.each(
        field,
        names,
        (f, name) -> {
          if (!known.contains(name)) {
            f.ineffective(
                "\""
                    + name
                    + "\" is not known and left out; there are "
                    + String.join(", ", known));
          }
        });
  }

  private static void credentialName(Findings at, String name) {
    if (!name.isEmpty() && CredentialName.parse(name).isEmpty()) {
      at.invalid(
          "takes a Secret's name, kubernetes://NAME or kubernetes-gateway://NAMESPACE/NAME, not \""
              + name
              + "\"");
    }
  }

  private static void certificates(Findings at, ServerTls tls) {
    boolean files = !tls.serverCertificate().isEmpty() || !tls.privateKey().isEmpty();
    int ways =
        (files ? 1 : 0)
            + (tls.credentialName().isEmpty() ? 0 : 1)
            + (tls.credentialNames().isEmpty() ? 0 : 1)
            + (tls.tlsCertificates().isEmpty() ? 0 : 1);
    switch (tls.mode()) {
      case PASSTHROUGH, AUTO_PASSTHROUGH -> {
        if (ways > 0 && !tls.httpsRedirect()) {
          at.ineffective(tls.mode() + " terminates no TLS; certificates are not used");
        }
      }
      case ISTIO_MUTUAL -> {
        if (ways > 0 || !tls.caCertificates().isEmpty()) {
          at.conflict("ISTIO_MUTUAL brings its own certificates; remove the others");
        }
      }
      case SIMPLE, MUTUAL, OPTIONAL_MUTUAL -> {
        if (ways == 0) {
          at.missing("needs a certificate: credentialName, or serverCertificate and privateKey");
        } else if (ways > 1) {
          at.conflict(
              "credentialName, credentialNames, tlsCertificates and serverCertificate exclude each"
                  + " other; keep one");
        } else if (files && tls.serverCertificate().isEmpty() != tls.privateKey().isEmpty()) {
          at.missing("serverCertificate and privateKey go together");
        }
        boolean verifies = tls.mode() != ServerTls.Mode.SIMPLE;
        boolean byFiles = files || !tls.tlsCertificates().isEmpty();
        if (verifies
            && byFiles
            && tls.caCertificates().isEmpty()
            && tls.caCertCredentialName().isEmpty()) {
          at.at("caCertificates").missing("is required to verify clients");
        }
      }
    }
    at.each(
        "tlsCertificates",
        tls.tlsCertificates(),
        (f, certificate) -> {
          if (certificate.serverCertificate().isEmpty() || certificate.privateKey().isEmpty()) {
            f.missing("serverCertificate and privateKey go together");
          }
        });
  }

  /** Envoy refuses hashes of another form ({@code CertificateValidationContext}). */
  private static void verification(Findings at, ServerTls tls) {
    at.each(
        "verifyCertificateSpki",
        tls.verifyCertificateSpki(),
        (f, spki) -> {
          if (spki.length() != 44 || !BaseEncoding.base64().canDecode(spki)) {
            f.invalid("takes the base64 of a SHA-256 (44 characters)");
          }
        });
    at.each(
        "verifyCertificateHash",
        tls.verifyCertificateHash(),
        (f, hash) -> {
          String digits = hash.replace(":", "");
          if (digits.length() != 64 || !BaseEncoding.base16().ignoreCase().canDecode(digits)) {
            f.invalid("takes a SHA-256 in hexadecimal, with or without colons");
          }
        });
  }
}

package io.meltemi.it.tls;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A certificate that a {@link Pki} has signed, with its key, in PEM. */
record Issued(X509Certificate certificate, String certificatePem, String keyPem) {

  /** As {@code verifyCertificateSpki} takes it. */
  String spki() {
    byte[] key = certificate.getPublicKey().getEncoded();
    return BaseEncoding.base64().encode(Hashing.sha256().hashBytes(key).asBytes());
  }

  /** As {@code verifyCertificateHash} takes it. */
  String hash() throws CertificateEncodingException {
    return Hashing.sha256().hashBytes(certificate.getEncoded()).toString();
  }

  /** A Secret of the namespace {@code default}, of Kubernetes' type. */
  String secret(String name) {
    return secret(name, "");
  }

  /**
   * The same with more entries.
   *
   * @param more {@code , ca.crt: BASE64}
   */
  String secret(String name, String more) {
    return """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: default}
        type: kubernetes.io/tls
        data: {tls.crt: %s, tls.key: %s%s}
        """
        .formatted(name, encoded(certificatePem), encoded(keyPem), more);
  }

  /** Writes {@code NAME.crt} and {@code NAME.key}. */
  void write(Path folder, String name) throws IOException {
    Files.writeString(folder.resolve(name + ".crt"), certificatePem);
    Files.writeString(folder.resolve(name + ".key"), keyPem);
  }

  /** As Secrets hold it. */
  static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Issued[" + certificate.getSubjectX500Principal() + "]";
  }
}

package io.meltemi.ca.authority;

import io.meltemi.ca.x509.Issuer;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.RootSigner;
import io.meltemi.ca.x509.SerialNumbers;
import io.meltemi.ca.x509.Validity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A root that we signed ourselves, with its key. Its name is its serial number. */
record OwnRoot(X509Certificate certificate, PrivateKey key) {

  static OwnRoot create(CaOptions options, Instant now, SecureRandom random) {
    KeyPair keys = options.rootKey().generate();
    BigInteger serial = SerialNumbers.next(random);
    Validity validity = Validity.starting(now, options.rootTtl(), Instant.MAX);
    return new OwnRoot(
        RootSigner.selfSign(options.trustDomain(), keys, validity, serial), keys.getPrivate());
  }

  String name() {
    return certificate.getSerialNumber().toString(16);
  }

  Issuer issuer() {
    return Issuer.root(key, certificate);
  }

  /** Certificate and key in one text, so that one file, written at once, holds both. */
  String text() {
    return Pem.write(certificate) + Pem.write(key);
  }

  @Override
  public String toString() {
    return "OwnRoot[" + certificate.getSubjectX500Principal() + "]";
  }
}

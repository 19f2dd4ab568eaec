package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.x509.Issuer;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.PemBlock;
import io.meltemi.ca.x509.RootSigner;
import io.meltemi.ca.x509.SerialNumbers;
import io.meltemi.ca.x509.Validity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A root that we signed ourselves, with its key. Its name is its serial number.
 *
 * @param crossCertificates the same name and key, signed by the root before: sent along with what
 *     this root signs, so that who has not heard of the new root yet follows them to the old one
 */
record OwnRoot(
    X509Certificate certificate, PrivateKey key, ImmutableList<X509Certificate> crossCertificates) {

  static OwnRoot create(CaOptions options, Instant now, SecureRandom random) {
    KeyPair keys = options.rootKey().generate();
    BigInteger serial = SerialNumbers.next(random);
    Validity validity = Validity.starting(now, options.rootTtl(), Instant.MAX);
    return new OwnRoot(
        RootSigner.selfSign(options.trustDomain(), keys, validity, serial),
        keys.getPrivate(),
        ImmutableList.of());
  }

  /** A new root that this one vouches for, as long as this one lives. */
  OwnRoot createNext(CaOptions options, Instant now, SecureRandom random) {
    OwnRoot next = create(options, now, random);
    Validity validity =
        Validity.starting(now, options.rootTtl(), certificate.getNotAfter().toInstant());
    X509Certificate cross =
        RootSigner.crossSign(next.certificate(), issuer(), validity, SerialNumbers.next(random));
    return new OwnRoot(next.certificate(), next.key(), ImmutableList.of(cross));
  }

  String name() {
    return certificate.getSerialNumber().toString(16);
  }

  Issuer issuer() {
    return Issuer.crossSigned(key, certificate, crossCertificates);
  }

  /** All in one text, so that one file, written at once, holds what belongs together. */
  String text() {
    StringBuilder text = new StringBuilder(Pem.write(certificate)).append(Pem.write(key));
    crossCertificates.forEach(cross -> text.append(Pem.write(cross)));
    return text.toString();
  }

  /** Reads what {@link #text} wrote. */
  static OwnRoot parse(String text) throws MalformedPem {
    ImmutableList<PemBlock> blocks = Pem.blocks(text);
    if (blocks.size() < 2) {
      throw new MalformedPem("there must be a certificate and a key");
    }
    ImmutableList.Builder<X509Certificate> cross = ImmutableList.builder();
    for (PemBlock block : blocks.subList(2, blocks.size())) {
      cross.add(Pem.certificate(block.der()));
    }
    return new OwnRoot(
        Pem.certificate(blocks.get(0).der()), Pem.privateKey(blocks.get(1).text()), cross.build());
  }

  @Override
  public String toString() {
    return "OwnRoot[" + certificate.getSubjectX500Principal() + "]";
  }
}

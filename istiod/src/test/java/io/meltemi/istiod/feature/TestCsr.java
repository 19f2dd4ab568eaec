package io.meltemi.istiod.feature;

import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.PemBlock;
import java.security.KeyPair;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A request for a certificate as agents send it. */
final class TestCsr {

  private TestCsr() {}

  static String pem() throws Exception {
    KeyPair keys = KeyType.P256.generate();
    return new PemBlock(
            "CERTIFICATE REQUEST",
            new JcaPKCS10CertificationRequestBuilder(
                    new X500Principal("O=cluster.local"), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded())
        .text();
  }
}

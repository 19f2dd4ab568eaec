package io.meltemi.ca.x509;

import java.io.IOException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What signs certificates. EC is BouncyCastle's: half of the JDK's time, and a third of it where
 * only the quick compiler runs, as on one core (docs/adr/4-elliptic-curves-by-bouncycastle.md). RSA
 * is the JDK's.
 */
final class ContentSigners {
  private ContentSigners() {}

  static ContentSigner of(PrivateKey key) throws OperatorCreationException, IOException {
    String name = SignatureNames.of(key);
    if (!key.getAlgorithm().equals("EC")) {
      return new JcaContentSignerBuilder(name).build(key);
    }
    AlgorithmIdentifier signature = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
    AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    return new BcECContentSignerBuilder(signature, digest)
        .build(PrivateKeyFactory.createKey(key.getEncoded()));
  }
}

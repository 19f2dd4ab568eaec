package io.meltemi.ca.token;

import io.meltemi.ca.store.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key of istiod's own tokens: 256 random bits in a file of the state folder. Who can read it
 * can be any workload, so only the owner can; it prints as nothing.
 */
public final class TokenKey {
  private static final String FILE = "token-key";
  private static final int BYTES = 32;

  private final byte[] secret;

  private TokenKey(byte[] secret) {
    this.secret = secret;
  }

  /** The key of that folder; made when there is none, once among all processes. */
  public static TokenKey in(Path stateFolder) {
    return PrivateFiles.locked(
        stateFolder,
        () -> {
          Path file = stateFolder.resolve(FILE);
          if (!Files.exists(file)) {
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            PrivateFiles.write(file, Base64.getEncoder().encodeToString(secret) + "\n");
          }
          return read(file);
        });
  }

  private static TokenKey read(Path file) {
    try {
      byte[] secret = Base64.getDecoder().decode(PrivateFiles.read(file).strip());
      if (secret.length == BYTES) {
        return new TokenKey(secret);
      }
    } catch (IllegalArgumentException _) {
      // Said below; the cause would quote the key.
    }
    throw new IllegalStateException(
        "The file " + file + " is not a token key; remove it, and all tokens end");
  }

  byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return "TokenKey";
  }
}

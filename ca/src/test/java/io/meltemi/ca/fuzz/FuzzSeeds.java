package io.meltemi.ca.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.token.TokenKey;
import io.meltemi.ca.token.TokenSigner;
import io.meltemi.ca.x509.Csrs;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Consumer;

/** Proper input of each target, to begin with. */
final class FuzzSeeds {
  private FuzzSeeds() {}

  /** Something that a target takes and accepts, or at least reads to its end. */
  record Seed(String name, String fuzzer, Consumer<byte[]> target, ByteString proper) {
    @Override
    public String toString() {
      return name;
    }
  }

  static ImmutableList<Seed> all() throws Exception {
    KeyPair keys = KeyType.P256.generate();
    String csr = Csrs.greedy(keys, "spiffe://a/ns/b/sa/c");
    String body = csr.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
    TestPki pki = new TestPki(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
    TestPki.Authority root = pki.root("CN=Root");
    return ImmutableList.of(
        new Seed("request", "CsrTextFuzzer", CsrTextFuzzer::fuzzerTestOneInput, bytes(csr)),
        new Seed(
            "structure",
            "CsrStructureFuzzer",
            CsrStructureFuzzer::fuzzerTestOneInput,
            ByteString.copyFrom(Base64.getDecoder().decode(body))),
        new Seed("token", "TokenFuzzer", TokenFuzzer::fuzzerTestOneInput, bytes(token())),
        pem("certificate", root.pem()),
        pem("key", root.keyPem()),
        pem("old-key", Csrs.oldForm(keys.getPrivate())),
        pem("rsa-key", Pem.write(Csrs.rsa(2048).getPrivate())),
        pem("crl", pki.revoking(root)));
  }

  private static Seed pem(String name, String text) {
    return new Seed(name, "PemFilesFuzzer", PemFilesFuzzer::fuzzerTestOneInput, bytes(text));
  }

  /** Signed with a key that the target does not have. */
  private static String token() throws Exception {
    Path folder = Files.createTempDirectory("seed");
    TokenKey key = TokenKey.in(folder);
    for (String file : new String[] {"token-key", "lock"}) {
      Files.delete(folder.resolve(file));
    }
    Files.delete(folder);
    return new TokenSigner(key, InstantSource.system())
        .sign(new SpiffeId("a", "b", "c"), Duration.ofHours(1));
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes each into the folder of its target, below the one that is named. */
  public static void main(String[] args) throws Exception {
    for (Seed seed : all()) {
      Path folder = Files.createDirectories(Path.of(args[0], seed.fuzzer()));
      Files.write(folder.resolve(seed.name()), seed.proper().toByteArray());
    }
  }
}

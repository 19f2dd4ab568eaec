package io.meltemi.ca.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.meltemi.ca.authenticate.Authenticator;
import io.meltemi.ca.authenticate.CallCredentials;
import io.meltemi.ca.authenticate.FolderTokenAuthenticator;
import io.meltemi.ca.authenticate.OidcAuthenticator;
import io.meltemi.ca.authenticate.OidcOptions;
import io.meltemi.ca.authenticate.Verdict;
import io.meltemi.ca.token.TokenKey;
import io.meltemi.ca.token.TokenVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Whatever comes as a bearer token: without the keys nobody gets in, and nothing breaks. */
public final class TokenFuzzer {
  private static final ImmutableList<Authenticator> BOTH = both();

  private TokenFuzzer() {}

  private static ImmutableList<Authenticator> both() {
    try {
      Path folder = Files.createTempDirectory("token-fuzzer");
      TokenKey key = TokenKey.in(folder);
      for (String file : new String[] {"token-key", "lock"}) {
        Files.delete(folder.resolve(file));
      }
      Files.delete(folder);
      return ImmutableList.of(
          new FolderTokenAuthenticator(new TokenVerifier(key, InstantSource.system()), "td"),
          new OidcAuthenticator(
              new OidcOptions("istiod", ImmutableSet.of("istio-ca"), "td"),
              new ImmutableJWKSet<>(new JWKSet(new ECKeyGenerator(Curve.P_256).generate())),
              InstantSource.system()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    CallCredentials call =
        new CallCredentials(
            Optional.of(new String(bytes, StandardCharsets.ISO_8859_1)), ImmutableList.of(), "x");
    for (var authenticator : BOTH) {
      // Asked one by one: all together they would swallow what one of them throws.
      if (!(authenticator.authenticate(call) instanceof Verdict.Refused)) {
        throw new AssertionError(authenticator.name() + " let a stranger in");
      }
    }
  }
}

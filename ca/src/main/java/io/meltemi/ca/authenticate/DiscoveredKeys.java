package io.meltemi.ca.authenticate;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer whose OpenID configuration tells where they are. It is asked when the first
 * token comes, and until it has answered again, but not more often than every few seconds:
 * strangers' tokens must not make us hammer an issuer that is down.
 */
final class DiscoveredKeys implements JWKSource<SecurityContext> {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final String issuer;
  private final ResourceRetriever retriever;
  private final Function<URI, JWKSource<SecurityContext>> at;
  private final InstantSource clock;
  private volatile @Nullable JWKSource<SecurityContext> keys;
  private Instant nextTry = Instant.MIN;

  DiscoveredKeys(
      String issuer,
      ResourceRetriever retriever,
      Function<URI, JWKSource<SecurityContext>> at,
      InstantSource clock) {
    this.issuer = issuer;
    this.retriever = retriever;
    this.at = at;
    this.clock = clock;
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    JWKSource<SecurityContext> known = keys;
    return (known == null ? discover() : known).get(selector, context);
  }

  private synchronized JWKSource<SecurityContext> discover() throws RemoteKeySourceException {
    JWKSource<SecurityContext> known = keys;
    if (known != null) {
      return known;
    }
    Instant now = clock.instant();
    if (now.isBefore(nextTry)) {
      throw new RemoteKeySourceException("The issuer was asked a moment ago, in vain", null);
    }
    nextTry = now.plus(PAUSE);
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    try {
      String text =
          retriever
              .retrieveResource(URI.create(base + "/.well-known/openid-configuration").toURL())
              .getContent();
      String address = JSONObjectUtils.getString(JSONObjectUtils.parse(text), "jwks_uri");
      if (address == null) {
        throw new RemoteKeySourceException("The OpenID configuration has no jwks_uri", null);
      }
      JWKSource<SecurityContext> found = at.apply(URI.create(address));
      keys = found;
      return found;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new RemoteKeySourceException("The OpenID configuration cannot be had: " + e, e);
    }
  }
}

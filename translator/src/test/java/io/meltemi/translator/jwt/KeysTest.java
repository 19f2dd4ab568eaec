package io.meltemi.translator.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtProvider;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.jwt.JwtTranslator.Verification;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import io.meltemi.translator.proxy.Proxies;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyView;
import org.junit.jupiter.api.Test;

/** What tokens are verified with, by how far the fetching of keys has come. */
class KeysTest {

  private static final String ADDRESS = "http://keys.example.com:8080/jwks";
  private static final String KEYS =
      "{\"keys\":[{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

  private static final String ISSUER =
      """
      apiVersion: security.istio.io/v1
      kind: RequestAuthentication
      metadata: {name: users, namespace: default}
      spec:
        jwtRules: [{issuer: issuer.example, jwksUri: 'http://keys.example.com:8080/jwks', timeout: 3s}]
      ---
      """;

  private static final String SERVER =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: keys, namespace: default}
      spec:
        hosts: [keys.example.com]
        ports: [{number: 8080, name: http, protocol: HTTP}]
        resolution: STATIC
        endpoints: [{address: 10.8.0.1}]
      ---
      """;

  private static MeshModel with(MeshModel model, KeySet keys) {
    return new MeshDelta()
        .upsert(
            ConfigObject.of(new ConfigKey(ConfigKind.KEY_SET, "", ADDRESS), ObjectMeta.EMPTY, keys),
            Position.NONE)
        .apply(model);
  }

  private static Verification verification(MeshModel model) {
    return JwtTranslator.create()
        .verification(
            ProxyView.of(
                model,
                ProxyClassifier.classify(
                    model, Proxies.sidecar("default/web", "10.9.0.1", ImmutableMap.of()))));
  }

  private static JwtProvider provider(Verification verification) {
    try {
      return verification
          .filters()
          .http()
          .getFirst()
          .getTypedConfig()
          .unpack(JwtAuthentication.class)
          .getProvidersOrThrow("origins-0");
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String words(Verification verification) {
    return verification.diagnostics().stream().map(Diagnostic::message).toList().toString();
  }

  @Test
  void keysThatAreFetchedAreInTheFilter() {
    Verification made = verification(with(Meshes.of(ISSUER), new KeySet(KEYS, "", false)));
    assertThat(provider(made).getLocalJwks().getInlineString()).isEqualTo(KEYS);
    assertThat(made.diagnostics()).isEmpty();
  }

  @Test
  void beforeTheyAreFetchedNoTokenCanBeVerified() {
    Verification made = verification(Meshes.of(ISSUER));
    assertThat(provider(made).getRemoteJwks().getHttpUri().getCluster())
        .isEqualTo("BlackHoleCluster");
    assertThat(words(made)).contains("not fetched yet").contains("is refused");
  }

  /** Envoy would refuse the listener, and every later policy with it. */
  @Test
  void keysThatAreOfNoUseAreNoKeys() {
    Verification made =
        verification(
            with(Meshes.of(ISSUER), new KeySet("{\"keys\":[{\"kty\":\"RSA\"}]}", "", false)));
    assertThat(provider(made).getRemoteJwks().getHttpUri().getCluster())
        .isEqualTo("BlackHoleCluster");
    assertThat(words(made)).contains("has no n and e").contains("is refused");
  }

  @Test
  void keysThatCannotBeFetchedAreNoKeys() {
    Verification made = verification(with(Meshes.of(ISSUER), new KeySet("", "timeout", false)));
    assertThat(provider(made).getRemoteJwks().getHttpUri().getCluster())
        .isEqualTo("BlackHoleCluster");
    assertThat(words(made)).contains("cannot be fetched: timeout").contains("is refused");
  }

  @Test
  void theKeysFetchedLastAreKept() {
    Verification made = verification(with(Meshes.of(ISSUER), new KeySet(KEYS, "timeout", false)));
    assertThat(provider(made).getLocalJwks().getInlineString()).isEqualTo(KEYS);
    assertThat(words(made)).contains("timeout; the keys fetched last are used");
  }

  @Test
  void proxiesFetchFromServicesThatTheySee() {
    Verification made = verification(with(Meshes.of(ISSUER + SERVER), new KeySet(KEYS, "", true)));
    assertThat(provider(made).hasLocalJwks()).isFalse();
    assertThat(provider(made).getRemoteJwks().getHttpUri().getUri()).isEqualTo(ADDRESS);
    assertThat(provider(made).getRemoteJwks().getHttpUri().getCluster())
        .isEqualTo("outbound|8080||keys.example.com");
    assertThat(provider(made).getRemoteJwks().getHttpUri().getTimeout().getSeconds()).isEqualTo(3);
  }

  @Test
  void fromOtherServersIstiodFetchesForThem() {
    Verification made = verification(with(Meshes.of(ISSUER), new KeySet(KEYS, "", true)));
    assertThat(provider(made).getLocalJwks().getInlineString()).isEqualTo(KEYS);
  }

  @Test
  void otherKeysTouchOnlyTheClassesThatUseThem() {
    MeshModel model = with(Meshes.of(ISSUER), new KeySet(KEYS, "", false));
    MeshModel other = with(model, new KeySet("{\"keys\":[]}", "", false));
    var web = Proxies.sidecar("default/web", "10.9.0.1", ImmutableMap.of());
    var foreign = Proxies.sidecar("other/web", "10.9.0.2", ImmutableMap.of());
    assertThat(ProxyClassifier.classify(other, web))
        .isEqualTo(ProxyClassifier.classify(model, web));
    assertThat(ProxyView.of(other, ProxyClassifier.classify(other, foreign)).policies())
        .isSameAs(ProxyView.of(model, ProxyClassifier.classify(model, foreign)).policies());
  }
}

package io.meltemi.translator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelVariantTest {

  private static final ConfigKey A = new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "default", "a");
  private static final ConfigKey B = new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "default", "b");

  private static String route(String name, String uri) {
    return """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: %s, namespace: default}
        spec: {hosts: [%s.example], http: [{redirect: {uri: %s}}]}
        ---
        """
        .formatted(name, name, uri);
  }

  private static MeshModel with(MeshModel base, String yaml) {
    MeshDelta delta = new MeshDelta();
    ConfigFile.read("test.yaml", yaml)
        .objects()
        .forEach(it -> delta.upsert(it.object(), it.position()));
    return delta.apply(base);
  }

  @Test
  void variantIsOfTheSameRevisionAndDiffersInWhatIsPutDifferently() {
    MeshModel model = with(MeshModel.EMPTY, route("a", "/1") + route("b", "/1"));
    MeshModel next = with(model, route("a", "/2"));
    ModelVariant variant =
        new ModelVariant(
            ImmutableMap.of(A, model.virtualServices().get(A).map(it -> it), B, Optional.empty()));
    MeshModel varied = variant.of(next);
    assertThat(varied.revision()).isEqualTo(next.revision());
    assertThat(varied.virtualServices().get(A)).isEqualTo(model.virtualServices().get(A));
    assertThat(varied.virtualServices().get(B)).isEmpty();
    assertThat(varied.destinationRules()).isSameAs(next.destinationRules());
    assertThat(varied.endpoints()).isSameAs(next.endpoints());
  }

  @Test
  void partsThatAreTheSameInTwoModelsAreTheSameInTheirVariants() {
    MeshModel model = with(MeshModel.EMPTY, route("a", "/1") + route("b", "/1"));
    ModelVariant variant = new ModelVariant(ImmutableMap.of(B, Optional.empty()));
    MeshModel before = variant.of(model);
    MeshModel after =
        variant.of(
            with(
                model,
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: a, namespace: default}
                spec: {host: a.example}
                """));
    assertThat(after.virtualServices()).isSameAs(before.virtualServices());
    assertThat(after.destinationRules()).isNotSameAs(before.destinationRules());
    assertThat(variant.of(model).virtualServices().get(B)).isEmpty();
  }

  @Test
  void withoutSubstitutesItIsTheModel() {
    MeshModel model = with(MeshModel.EMPTY, route("a", "/1"));
    assertThat(new ModelVariant(ImmutableMap.of()).of(model)).isSameAs(model);
  }

  @Test
  void securityPoliciesCannotBePutDifferently() {
    ConfigKey policy = new ConfigKey(ConfigKind.AUTHORIZATION_POLICY, "default", "deny");
    assertThatThrownBy(() -> new ModelVariant(ImmutableMap.of(policy, Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

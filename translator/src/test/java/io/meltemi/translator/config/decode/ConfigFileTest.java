package io.meltemi.translator.config.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import org.junit.jupiter.api.Test;

class ConfigFileTest {

  private static final String A = account("a");
  private static final String B = account("b");
  private static final String C = account("c");

  @Test
  void documentsKeepTheirOrderAndPlaces() {
    ConfigFile file = ConfigFile.read("f.yaml", "# head\n---\n" + A + "---\n" + B);
    assertThat(file.objects())
        .extracting(object -> object.object().name() + "@" + object.position())
        .containsExactly("a@f.yaml:3:1", "b@f.yaml:7:1");
  }

  @Test
  void brokenDocumentCostsOnlyItself() {
    ConfigFile file = ConfigFile.read("f.yaml", A + "---\nkind: [\n---\n" + C);
    assertThat(file.objects()).extracting(it -> it.object().name()).containsExactly("a", "c");
    assertThat(file.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.MALFORMED_DOCUMENT);
    assertThat(file.hasUnnamedErrors()).isTrue();
  }

  @Test
  void brokenDocumentNamesItsObjectIfItWasReadThatFar() {
    ConfigFile file = ConfigFile.read("f.yaml", A + "oops: [\n");
    assertThat(file.rejected())
        .containsExactly(new ConfigKey(ConfigKind.SERVICE_ACCOUNT, "default", "a"));
    assertThat(file.hasUnnamedErrors()).isFalse();
  }

  @Test
  void documentThatDidNotChangeIsTheSameObjectEvenIfItMoved() {
    ConfigFile before = ConfigFile.read("f.yaml", A + "---\n" + B);
    ConfigFile after = before.reread(C + "---\n" + B.replace("\n", "\n"));
    assertThat(after.objects().get(1).object()).isSameAs(before.objects().get(1).object());
    ConfigFile moved = before.reread("# a comment\n---\n" + A + "---\n" + B);
    assertThat(moved.objects().get(1).object()).isEqualTo(before.objects().get(1).object());
    assertThat(moved.objects().get(1).position().line()).isEqualTo(7);
  }

  @Test
  void diagnosticMovesWithItsDocument() {
    String odd = A + "imagePullSecrets: 7\n";
    ConfigFile before = ConfigFile.read("f.yaml", odd);
    ConfigFile after = before.reread("\n# one\n# two\n---\n" + odd);
    assertThat(before.diagnostics().getFirst().position().line()).isEqualTo(4);
    assertThat(after.diagnostics().getFirst().position().line()).isEqualTo(8);
  }

  @Test
  void jsonIsReadToo() {
    ConfigFile file =
        ConfigFile.read(
            "f.json",
            """
            {
            	"apiVersion": "v1", "kind": "ServiceAccount",
            	"metadata": {"name": "a"}
            }
            """);
    assertThat(file.objects()).hasSize(1);
    assertThat(file.diagnostics()).isEmpty();
  }

  @Test
  void listStandsForItsItems() {
    ConfigFile file =
        ConfigFile.read(
            "f.yaml",
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}
            - {apiVersion: v1, kind: ServiceAccount, metadata: {name: b}}
            """);
    assertThat(file.objects()).extracting(it -> it.object().name()).containsExactly("a", "b");
  }

  @Test
  void itemsOfATypedListNeedNoKind() {
    ConfigFile file =
        ConfigFile.read(
            "f.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccountList\","
                + "\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
    assertThat(file.objects()).extracting(it -> it.object().name()).containsExactly("a");
  }

  @Test
  void anchorsAndMergesAreResolved() {
    ConfigFile file =
        ConfigFile.read(
            "f.yaml",
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: a
              annotations: &common {team: mesh, tier: core}
              labels:
                <<: *common
                tier: edge
            """);
    assertThat(file.objects().getFirst().object().meta().labels())
        .containsEntry("team", "mesh")
        .containsEntry("tier", "edge");
  }

  @Test
  void emptyDocumentsAreNothing() {
    ConfigFile file = ConfigFile.read("f.yaml", "---\n\n---\n# only a comment\n---\n...\n---\n~\n");
    assertThat(file.objects()).isEmpty();
    assertThat(file.diagnostics()).isEmpty();
  }

  private static String account(String name) {
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: %s}
    """
        .formatted(name);
  }
}

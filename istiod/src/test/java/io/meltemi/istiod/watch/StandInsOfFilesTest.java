package io.meltemi.istiod.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import org.junit.jupiter.api.Test;

/** A policy that cannot be understood: its last good version, or one at its strictest. */
final class StandInsOfFilesTest {

  private static final ConfigKey POLICY =
      new ConfigKey(ConfigKind.AUTHORIZATION_POLICY, "shop", "p");
  private static final FileContents EMPTY = FileContents.unread("f.yaml");
  private static final String GOOD = policy("DENY", "/good");
  private static final String BROKEN = policy("DENIE", "/a");

  private static String policy(String action, String path) {
    return """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: p, namespace: shop}
        spec:
          action: %s
          rules: [{to: [{operation: {paths: [%s]}}]}]
        """
        .formatted(action, path);
  }

  private static AuthorizationPolicy held(FileContents file) {
    assertThat(file.entries()).containsOnlyKeys(POLICY);
    return (AuthorizationPolicy) file.entries().values().asList().getFirst().object().spec();
  }

  private static boolean isTakenStrictly(FileContents file) {
    return file.diagnostics().stream()
        .map(Diagnostic::code)
        .anyMatch(DiagnosticCode.TAKEN_STRICTLY::equals);
  }

  @Test
  void brokenPolicyWithoutAGoodVersionIsTakenStrictly() {
    FileContents file = EMPTY.reread(BROKEN);
    assertThat(held(file).action()).isEqualTo(Action.DENY);
    assertThat(held(file).rules().getFirst().to()).isEmpty();
    assertThat(isTakenStrictly(file)).isTrue();
  }

  @Test
  void lastGoodVersionIsBetterThanAStandIn() {
    FileContents file = EMPTY.reread(GOOD).reread(BROKEN);
    assertThat(held(file).rules().getFirst().to().getFirst().paths()).containsExactly("/good");
    assertThat(isTakenStrictly(file)).isFalse();
    assertThat(held(file.reread(BROKEN + "\n# still\n")).rules().getFirst().to()).isNotEmpty();
  }

  @Test
  void standInIsNoGoodVersion() {
    FileContents file = EMPTY.reread(BROKEN).reread(policy("DENY", "'/{*}x', /admin"));
    assertThat(file.diagnostics()).isNotEmpty();
    assertThat(isTakenStrictly(file)).isTrue();
    FileContents mended = file.reread(GOOD);
    assertThat(held(mended).rules().getFirst().to().getFirst().paths()).containsExactly("/good");
    assertThat(mended.diagnostics()).isEmpty();
    assertThat(mended.standIns()).isEmpty();
  }

  @Test
  void standInStaysWhileTheFileCannotBeReadAtAll() {
    FileContents file = EMPTY.reread(BROKEN);
    assertThat(held(file.reread("kind: [")).action()).isEqualTo(Action.DENY);
    assertThat(held(file.unreadable("is locked")).action()).isEqualTo(Action.DENY);
    assertThat(file.reread("# nothing\n").entries()).isEmpty();
  }

  @Test
  void goodVersionInTheSameFileIsBetterThanAStandIn() {
    FileContents file = EMPTY.reread(BROKEN + "---\n" + GOOD);
    assertThat(held(file).rules().getFirst().to().getFirst().paths()).containsExactly("/good");
    assertThat(isTakenStrictly(file)).isFalse();
  }
}

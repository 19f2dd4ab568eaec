package io.meltemi.istiod.status;

import static io.meltemi.istiod.status.StatusTexts.REVIEWS;
import static io.meltemi.istiod.status.StatusTexts.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.watch.kube.ObjectState.Place;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Verdict ACCEPTED = Verdict.of(List.of());

  private static Diagnostic said(Severity severity, DiagnosticCode code, String message) {
    return new Diagnostic(severity, code, REVIEWS, Position.NONE, "spec.http[0]", message);
  }

  @Test
  void mistakesComeBeforeWarningsAndInfosNotAtAll() {
    Verdict verdict =
        Verdict.of(
            List.of(
                said(Severity.INFO, DiagnosticCode.UNSUPPORTED, "info"),
                said(Severity.WARNING, DiagnosticCode.INEFFECTIVE, "warning"),
                said(Severity.ERROR, DiagnosticCode.CONFLICT, "error")));
    assertThat(verdict)
        .isEqualTo(new Verdict(false, "Conflict", "spec.http[0]: error\nspec.http[0]: warning"));
  }

  @Test
  void infosAloneAreNoWarnings() {
    assertThat(Verdict.of(List.of(said(Severity.INFO, DiagnosticCode.UNSUPPORTED, "info"))))
        .isEqualTo(ACCEPTED);
  }

  @Test
  void whatTwoSayIsSaidOnce() {
    Diagnostic same = said(Severity.ERROR, DiagnosticCode.CONFLICT, "error");
    assertThat(Verdict.of(List.of(same, same)).message()).isEqualTo("spec.http[0]: error");
  }

  @Test
  void messagesAreBounded() {
    List<Diagnostic> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(said(Severity.ERROR, DiagnosticCode.CONFLICT, i + "x".repeat(100_000)));
    }
    assertThat(Verdict.of(many).message()).hasSizeLessThan(10_000).contains("and 992 more");
  }

  @Test
  void aWordAboutAnEarlierGenerationIsNoWordAboutThisOne() {
    assertThat(ACCEPTED.isSaidOf(saying(3, 3, ACCEPTED))).isTrue();
    assertThat(ACCEPTED.isSaidOf(saying(3, 2, ACCEPTED))).isFalse();
    assertThat(ACCEPTED.isSaidOf(StatusTexts.state(3, new Place.NoStatus()))).isFalse();
  }

  @Test
  void onlyWhatProxiesSaidOfThisGenerationIsTakenBackWithCare() {
    Verdict refused =
        Verdict.of(List.of(said(Severity.ERROR, DiagnosticCode.REJECTED_BY_PROXY, "no")));
    assertThat(ACCEPTED.takesProxiesWordBack(saying(3, 3, refused))).isTrue();
    assertThat(ACCEPTED.takesProxiesWordBack(saying(3, 2, refused))).isFalse();
    assertThat(refused.takesProxiesWordBack(saying(3, 3, refused))).isFalse();
    assertThat(ACCEPTED.takesProxiesWordBack(saying(3, 3, ACCEPTED))).isFalse();
  }
}

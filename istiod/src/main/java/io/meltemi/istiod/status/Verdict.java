package io.meltemi.istiod.status;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Severity;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether istiod uses an object as it is, and what else there is to say about it.
 *
 * @param reason one word, as the API wants it: the code of the first mistake
 */
record Verdict(boolean accepted, String reason, String message) {

  private static final String REJECTED_BY_PROXY = DiagnosticCode.REJECTED_BY_PROXY.title();

  private static final Verdict ACCEPTED = new Verdict(true, "Accepted", "istiod uses it");

  /** More of them would hide the first; {@code /debug/diagnostics} has all. */
  private static final int MOST = 8;

  /** Of one diagnostic: an Envoy that refuses a Lua script cites all of it. */
  private static final int LONGEST = 1024;

  /** {@code said}: of this one object, in a steady order. */
  static Verdict of(Collection<Diagnostic> said) {
    ImmutableList<Diagnostic> mistakes =
        Stream.concat(of(said, Severity.ERROR), of(said, Severity.WARNING))
            .distinct()
            .collect(ImmutableList.toImmutableList());
    if (mistakes.isEmpty()) {
      return ACCEPTED;
    }
    Diagnostic first = mistakes.getFirst();
    return first.severity() == Severity.ERROR
        ? new Verdict(false, first.code().title(), message(mistakes))
        : new Verdict(true, "AcceptedWithWarnings", message(mistakes));
  }

  private static Stream<Diagnostic> of(Collection<Diagnostic> said, Severity severity) {
    return said.stream().filter(diagnostic -> diagnostic.severity() == severity);
  }

  private static String message(ImmutableList<Diagnostic> mistakes) {
    String text =
        mistakes.stream().limit(MOST).map(Verdict::line).collect(Collectors.joining("\n"));
    return mistakes.size() > MOST
        ? text + "\nand " + (mistakes.size() - MOST) + " more: see istiod's /debug/diagnostics"
        : text;
  }

  private static String line(Diagnostic diagnostic) {
    String field = diagnostic.field().isEmpty() ? "" : diagnostic.field() + ": ";
    String text = field + diagnostic.message();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  String status() {
    return accepted ? "True" : "False";
  }

  /** Whether the status says this already, of the object as it is. */
  boolean isSaidOf(ObjectState state) {
    return state
        .accepted()
        .filter(it -> it.observedGeneration() == state.generation())
        .filter(it -> it.status().equals(status()))
        .filter(it -> it.reason().equals(reason) && it.message().equals(message))
        .isPresent();
  }

  /** Whether it takes back what an earlier leader's proxies said of the object as it is. */
  boolean takesProxiesWordBack(ObjectState state) {
    return !reason.equals(REJECTED_BY_PROXY)
        && state
            .accepted()
            .filter(it -> it.observedGeneration() == state.generation())
            .filter(it -> it.reason().equals(REJECTED_BY_PROXY))
            .isPresent();
  }
}

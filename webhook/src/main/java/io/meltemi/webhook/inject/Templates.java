package io.meltemi.webhook.inject;

import com.google.common.base.Splitter;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.webhook.values.InjectionValues;
import java.util.List;
import java.util.Optional;

/**
 * Which of the two things a pod can become: a workload with a proxy, or a proxy at the edge. Texts
 * that are filled in with a pod's annotations, as Istio's templates are, there are none.
 */
final class Templates {

  private static final String SIDECAR = "sidecar";
  private static final String GATEWAY = "gateway";

  private Templates() {}

  /** Empty if the annotation names others; that is noted. */
  static Optional<ProxyKind> kind(PodAnnotations annotations, InjectionValues values) {
    List<String> names =
        annotations
            .text(Annotations.TEMPLATES)
            .map(text -> Splitter.on(',').trimResults().omitEmptyStrings().splitToList(text))
            .orElse(values.sidecarInjectorWebhook().defaultTemplates());
    if (names.equals(List.of(SIDECAR))) {
      return Optional.of(ProxyKind.SIDECAR);
    }
    if (names.equals(List.of(GATEWAY))) {
      return Optional.of(ProxyKind.ROUTER);
    }
    annotations.problem(
        Annotations.TEMPLATES,
        "there are the templates " + SIDECAR + " and " + GATEWAY + ", and a pod has one of them");
    return Optional.empty();
  }
}

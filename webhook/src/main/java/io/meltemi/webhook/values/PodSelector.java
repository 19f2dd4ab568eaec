package io.meltemi.webhook.values;

import io.meltemi.translator.config.LabelSelector;
import java.util.Map;

/** A selector of pods; unlike elsewhere in Kubernetes an empty one selects none. */
public record PodSelector(LabelSelector selector) {

  public boolean selects(Map<String, String> labels) {
    return !(selector.matchLabels().isEmpty() && selector.matchExpressions().isEmpty())
        && selector.selects(labels);
  }
}

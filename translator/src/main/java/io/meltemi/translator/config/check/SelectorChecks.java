package io.meltemi.translator.config.check;

import io.meltemi.translator.config.LabelSelector;
import io.meltemi.translator.config.PolicyTargetRef;
import io.meltemi.translator.config.WorkloadSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Labels, selectors, and what policies are attached to. Every endpoint has labels, so these are
 * loops and not streams.
 */
final class SelectorChecks {

  private static final int MAX_VALUE = 63;
  private static final int MAX_TARGETS = 16;

  private SelectorChecks() {}

  /** A selector, the deprecated single target, and the list of targets. */
  record Attachment(
      Optional<WorkloadSelector> selector,
      Optional<PolicyTargetRef> targetRef,
      List<PolicyTargetRef> targetRefs) {}

  static void attachment(Findings at, Attachment attachment) {
    at.present("selector", attachment.selector(), SelectorChecks::matchLabels);
    int ways =
        (attachment.selector().isPresent() ? 1 : 0)
            + (attachment.targetRef().isPresent() ? 1 : 0)
            + (attachment.targetRefs().isEmpty() ? 0 : 1);
    // What stands in for a policy that has both is for both.
    boolean standsIn = attachment.targetRefs().contains(PolicyTargetRef.ANY_GATEWAY);
    if (ways > 1 && !standsIn) {
      at.at(attachment.targetRefs().isEmpty() ? "targetRef" : "targetRefs")
          .conflict("selector, targetRef and targetRefs exclude each other; keep one");
    }
    at.present("targetRef", attachment.targetRef(), SelectorChecks::target);
    targets(at, attachment.targetRefs());
  }

  static void targets(Findings at, List<PolicyTargetRef> targets) {
    if (targets.size() > MAX_TARGETS) {
      at.at("targetRefs").invalid("takes at most " + MAX_TARGETS + " targets");
    }
    at.each("targetRefs", targets, SelectorChecks::target);
  }

  /**
   * The kinds that Istio's API knows; in a mesh without waypoints only a Gateway is more than
   * known.
   */
  private static void target(Findings at, PolicyTargetRef target) {
    if (!target.namespace().isEmpty()) {
      at.at("namespace").invalid("must be left out: a target is in the policy's own namespace");
    }
    if (!target.equals(PolicyTargetRef.ANY_GATEWAY)
        && !target.name().isEmpty()
        && !HostChecks.isName(target.name())) {
      at.at("name").invalid("takes the name of an object, not \"" + target.name() + "\"");
    }
    String type = target.kind() + "." + target.group();
    switch (type) {
      case "Gateway.gateway.networking.k8s.io" -> {}
      case "GatewayClass.gateway.networking.k8s.io",
          "Service.",
          "Service.core",
          "ServiceEntry.networking.istio.io" ->
          at.ineffective(
              "a policy for a "
                  + target.kind()
                  + " is enforced by waypoints, which this mesh does not have; use a selector");
      case "Gateway.networking.istio.io" ->
          at.ineffective(
              "a Gateway of networking.istio.io is no target here; use a selector for its proxies,"
                  + " with hosts or ports in the rules");
      default ->
          at.invalid(
              "takes a Gateway or GatewayClass of gateway.networking.k8s.io, a Service, or a"
                  + " ServiceEntry of networking.istio.io, not a "
                  + target.kind()
                  + " of \""
                  + target.group()
                  + "\"");
    }
  }

  static void matchLabels(Findings at, WorkloadSelector selector) {
    exactLabels(at, "matchLabels", selector.labels());
  }

  static void labels(Findings at, WorkloadSelector selector) {
    exactLabels(at, "labels", selector.labels());
  }

  /** Labels to be matched exactly: a wildcard would look as if it did something. */
  private static void exactLabels(Findings at, String field, Map<String, String> labels) {
    boolean wildcards = false;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (label.getKey().contains("*") || label.getValue().contains("*")) {
        at.entry(field, label.getKey()).invalid("selects by equality; * is no wildcard here");
        wildcards = true;
      }
    }
    if (!wildcards) {
      labels(at, field, labels);
    }
  }

  /** Labels as Kubernetes admits them. */
  static void labels(Findings at, String field, Map<String, String> labels) {
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!isLabelName(label.getKey())) {
        at.entry(field, label.getKey()).invalid("is not a label's name");
      } else if (!isLabelValue(label.getValue())) {
        at.entry(field, label.getKey())
            .invalid(
                "a label's value is at most 63 letters, digits, -, _ and ., not \""
                    + label.getValue()
                    + "\"");
      }
    }
  }

  static void labelSelector(Findings at, LabelSelector selector) {
    labels(at, "matchLabels", selector.matchLabels());
    at.each(
        "matchExpressions",
        selector.matchExpressions(),
        (f, requirement) -> {
          if (!isLabelName(requirement.key())) {
            f.at("key").invalid("is not a label's name: \"" + requirement.key() + "\"");
          }
          boolean wantsValues =
              requirement.operator() == LabelSelector.Operator.IN
                  || requirement.operator() == LabelSelector.Operator.NOT_IN;
          if (wantsValues == requirement.values().isEmpty()) {
            f.at("values")
                .invalid(wantsValues ? "In and NotIn need values" : "must be empty for Exists");
          }
        });
  }

  /** {@code name} or {@code example.com/name}. */
  private static boolean isLabelName(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    return !name.isEmpty()
        && isLabelValue(name)
        && (slash < 0 || HostChecks.isName(text.substring(0, slash)));
  }

  private static boolean isLabelValue(String text) {
    if (text.isEmpty()) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return text.length() <= MAX_VALUE
        && isAlphanumeric(text.charAt(0))
        && isAlphanumeric(text.charAt(text.length() - 1));
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}

package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.api.model.Pod;

/** What came of a pod. */
public sealed interface Injection {

  /**
   * With a proxy.
   *
   * @param warnings shown to whoever creates the pod
   */
  record Injected(Pod pod, ImmutableList<String> warnings) implements Injection {}

  /** Left as it is. {@code why}: for the log, and for whoever wonders. */
  record Skipped(String why) implements Injection {}

  /** Must not be created: it asks for what cannot be. */
  record Refused(ImmutableList<String> problems) implements Injection {}
}

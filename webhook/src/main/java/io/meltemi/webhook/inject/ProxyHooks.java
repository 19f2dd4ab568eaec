package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.meltemi.translator.bootstrap.KubeletPages.DrainPage;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.Optional;

/** What a kubelet does when the proxy has started and before it ends it. */
final class ProxyHooks {

  private static final String DRAIN_PATH = "/drain";

  /** bash, which Envoy's image has, unlike its distroless one; Envoy listens once it is ready. */
  private static final ImmutableList<String> WAIT =
      ImmutableList.of(
          "/bin/bash",
          "-c",
          "until (exec 3<>/dev/tcp/127.0.0.1/"
              + Names.HEALTH_PORT
              + ") 2>/dev/null; do sleep 0.2; done");

  private ProxyHooks() {}

  /** Keeps the containers after it from starting before it is ready. */
  static LifecycleHandler wait(ProxyPlan plan) {
    return new LifecycleHandlerBuilder().withNewExec().withCommand(WAIT).endExec().build();
  }

  /**
   * Nothing in the image is needed for it, only the port for the kubelet. A kubelet asks as soon as
   * a pod is to end, and does not end the proxy before the answer; a native sidecar not before the
   * containers it serves have ended either. Some of these end at once, so it is held back for as
   * long as clients may not know yet: until then, somebody is there to tell them.
   */
  static Optional<DrainPage> drain(ProxyPlan plan) {
    if (plan.statusPort() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new DrainPage(
            DRAIN_PATH,
            plan.inputs().drainKey(),
            plan.kind() == ProxyKind.SIDECAR,
            plan.settings().terminationDrainDuration()));
  }

  static LifecycleHandler asking(DrainPage page, int port) {
    return new LifecycleHandlerBuilder()
        .withNewHttpGet()
        .withPath(page.path())
        .withNewPort(port)
        .addNewHttpHeader(DrainPage.KEY_HEADER, page.key())
        .endHttpGet()
        .build();
  }
}

package io.meltemi.istiod.demo;

/** What a newcomer reads once everything runs. */
final class DemoGuide {

  private DemoGuide() {}

  static void print(DemoStage stage, Progress progress) {
    progress.line(
        """

        Open  %1$s  and reload a few times:
              no stars, black stars, red stars, for nobody has said which version of reviews to use.

        Try (in another terminal):
              MESH=%2$s
              cd %3$s
          1.  Only one version: the stars are gone
              cp virtual-service-all-v1.yaml $MESH/traffic.yaml
          2.  Half of the readers get the new version, with red stars
              cp virtual-service-reviews-50-v3.yaml $MESH/traffic.yaml
          3.  ratings fails, for one user only: sign in as jason
              cp virtual-service-ratings-test-abort.yaml $MESH/traffic.yaml
              and back to the start:  rm $MESH/traffic.yaml
              More of them in samples/bookinfo/README.md

        Look at
              %4$s  what istiod knows: syncz, configz, endpointz, diagnostics
              %5$s  what each app and istiod say"""
            .formatted(
                stage.site().pageUrl(),
                stage.mesh().folder(),
                stage.mesh().walkthroughs(),
                DemoIstiod.debugUrl(),
                stage.folders().logs()));
    for (DemoWorkload workload : stage.workloads()) {
      if (workload.proxy() != DemoProxyKind.NONE) {
        progress.line(
            "      http://" + DemoProxies.admin(workload) + "  the Envoy of " + workload.name());
      }
    }
    progress.line("\nCtrl-C ends it all.");
  }
}

package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableList;

/** A running Bookinfo and what one can do with it. */
record DemoStage(
    DemoMesh mesh, BookSite site, DemoFolders folders, ImmutableList<DemoWorkload> workloads) {

  Step.Stage forSteps() {
    return new Step.Stage(site, new DemoLogs(folders.logs()), workloads, mesh.policies());
  }
}

package io.meltemi.istiod.metrics;

import io.meltemi.istiod.state.LoopObserver;
import io.meltemi.istiod.watch.ConfigEvent;
import java.time.Duration;

/** Counts what the mesh loop does. */
public final class LoopMeters implements LoopObserver {

  private final IstiodMeters meters;

  public LoopMeters(IstiodMeters meters) {
    this.meters = meters;
  }

  @Override
  public void received(ConfigEvent event) {
    switch (event) {
      case ConfigEvent.Upsert _ -> meters.count("pilot_k8s_cfg_events", "event", "update");
      case ConfigEvent.Delete _ -> meters.count("pilot_k8s_cfg_events", "event", "delete");
      case ConfigEvent.Report _, ConfigEvent.Synced _ -> {}
    }
  }

  @Override
  public void applied(int changes, Duration took) {
    meters.count("meltemi_model_revisions");
    meters.time("meltemi_model_time", took);
  }

  @Override
  public void failed(String what, Throwable cause) {
    meters.count("meltemi_internal_errors", "where", what);
  }
}

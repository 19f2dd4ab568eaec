package io.meltemi.istiod.state;

/** The hold-offs of the two kinds of changes. */
public record LoopOptions(HoldOff config, HoldOff endpoints) {

  public static final LoopOptions DEFAULT = new LoopOptions(HoldOff.CONFIG, HoldOff.ENDPOINTS);

  HoldOff of(Lane lane) {
    return switch (lane) {
      case CONFIG -> config;
      case ENDPOINTS -> endpoints;
    };
  }
}

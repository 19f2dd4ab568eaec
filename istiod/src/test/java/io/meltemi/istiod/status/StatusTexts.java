package io.meltemi.istiod.status;

import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.istiod.watch.kube.ObjectState.Accepted;
import io.meltemi.istiod.watch.kube.ObjectState.Place;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Optional;

/** Objects as an API server has them. */
final class StatusTexts {

  static final ConfigKey REVIEWS = new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "default", "reviews");

  static final String LONG_AGO = "2026-01-01T00:00:00Z";

  private StatusTexts() {}

  static ObjectState state(long generation, Place place) {
    return new ObjectState(
        REVIEWS, "networking.istio.io/v1", "41", generation, Optional.empty(), place);
  }

  static ObjectState saying(long generation, long observed, Verdict verdict) {
    return new ObjectState(
        REVIEWS,
        "networking.istio.io/v1",
        "41",
        generation,
        Optional.of(
            new Accepted(
                verdict.status(), verdict.reason(), verdict.message(), observed, LONG_AGO)),
        new Place.At(1));
  }
}

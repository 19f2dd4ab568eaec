package io.meltemi.istiod.metrics;

import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.ReflectorStatus;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Collection;

/**
 * How well istiod follows its cluster, kind by kind. While a watch works, {@code
 * meltemi_kube_silence_seconds} stays below two minutes, as servers send bookmarks; when the API
 * server is away it says how old what istiod knows is.
 */
public final class KubeMeters {

  private static final double MILLIS = 1000;

  private KubeMeters() {}

  public static void bind(IstiodMeters meters, Collection<Reflector> reflectors) {
    for (Reflector reflector : reflectors) {
      Tags tags = Tags.of("kind", reflector.kind());
      meters.gauge("meltemi_kube_silence_seconds", tags, () -> seconds(reflector.status()));
      meters.gauge("meltemi_kube_watching", tags, () -> isWatching(reflector.status()) ? 1 : 0);
      meters.gauge("meltemi_kube_synced", tags, () -> reflector.status().synced() ? 1 : 0);
      meters.counter("meltemi_kube_lists", tags, () -> reflector.status().lists());
      meters.counter("meltemi_kube_failures", tags, () -> reflector.status().failures());
    }
  }

  private static double seconds(ReflectorStatus status) {
    Duration silence = status.sinceHeard();
    return silence.toMillis() / MILLIS;
  }

  private static boolean isWatching(ReflectorStatus status) {
    return status.phase() == ReflectorStatus.Phase.WATCHING;
  }
}

package io.meltemi.istiod.metrics;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.xds.XdsType;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The meters, by name.
 *
 * <p>Istio's counters have no {@code _total} at the end of their names, which a Prometheus counter
 * of today must have; so they are rendered as gauges, which PromQL's {@code rate} takes as well.
 */
public final class IstiodMeters implements AutoCloseable {

  /** Istio's buckets of its convergence times, in seconds, and finer ones below. */
  private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 3, 5, 10, 20, 30};

  /** Istio's names of the types, as in the label {@code type}. */
  private static final ImmutableMap<XdsType, String> TYPES =
      ImmutableMap.of(
          XdsType.CLUSTER, "cds",
          XdsType.ENDPOINT, "eds",
          XdsType.LISTENER, "lds",
          XdsType.ROUTE, "rds",
          XdsType.SECRET, "sds");

  private record Counted(String name, Tags tags) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final ConcurrentMap<Counted, LongAdder> counters = new ConcurrentHashMap<>();
  private final Queue<Supplier<Number>> strong = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, DistributionSummary> times = new ConcurrentHashMap<>();

  public IstiodMeters() {
    garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /** The word of the label {@code type}: {@code cds}. */
  public static String typeName(XdsType type) {
    return TYPES.getOrDefault(type, type.name());
  }

  public void count(String name) {
    counter(name, Tags.empty()).increment();
  }

  public void count(String name, String label, String value) {
    counter(name, Tags.of(label, value)).increment();
  }

  private LongAdder counter(String name, Tags tags) {
    return counters.computeIfAbsent(
        new Counted(name, tags),
        counted -> {
          LongAdder adder = new LongAdder(); // held by the map, so the gauge may hold it weakly
          Gauge.builder(counted.name(), adder, LongAdder::sum).tags(tags).register(registry);
          return adder;
        });
  }

  /** How often something was counted so far, whatever its labels. */
  public long counted(String name) {
    return counters.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .mapToLong(entry -> entry.getValue().sum())
        .sum();
  }

  /** Records a duration in a histogram of seconds. */
  public void time(String name, Duration duration) {
    times
        .computeIfAbsent(
            name,
            _ ->
                DistributionSummary.builder(name)
                    .serviceLevelObjectives(SECONDS)
                    .register(registry))
        .record(duration.toNanos() / 1e9);
  }

  /** A number that is read when somebody asks. The supplier is held. */
  public void gauge(String name, Tags tags, Supplier<Number> value) {
    Gauge.builder(name, value).tags(tags).strongReference(true).register(registry);
  }

  /** A number that only rises, read when somebody asks; {@code _total} comes after its name. */
  public void counter(String name, Tags tags, Supplier<Number> value) {
    strong.add(value);
    FunctionCounter.builder(name, value, held -> held.get().doubleValue())
        .tags(tags)
        .register(registry);
  }

  /** All meters in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}

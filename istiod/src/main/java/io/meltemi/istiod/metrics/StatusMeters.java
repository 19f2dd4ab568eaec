package io.meltemi.istiod.metrics;

import com.google.common.base.Ascii;
import io.meltemi.istiod.status.StatusObserver;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How the writing of statuses goes. */
public final class StatusMeters implements StatusObserver {

  private final Map<Result, LongAdder> writes = new EnumMap<>(Result.class);
  private final AtomicInteger waiting = new AtomicInteger();

  public StatusMeters(IstiodMeters meters) {
    for (Result result : Result.values()) {
      LongAdder count = new LongAdder();
      writes.put(result, count);
      meters.counter(
          "meltemi_status_writes", Tags.of("result", Ascii.toLowerCase(result.name())), count::sum);
    }
    meters.gauge("meltemi_status_waiting", Tags.empty(), waiting::get);
  }

  @Override
  public void wrote(Result result) {
    LongAdder count = writes.get(result);
    if (count != null) {
      count.increment();
    }
  }

  @Override
  public void waiting(int objects) {
    waiting.set(objects);
  }
}

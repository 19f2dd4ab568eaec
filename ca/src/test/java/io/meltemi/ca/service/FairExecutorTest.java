package io.meltemi.ca.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FairExecutorTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch entered = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();

  /** One thread, and it is busy until the gate opens. */
  private FairExecutor busy(FairExecutor.Bounds bounds) throws Exception {
    FairExecutor executor = new FairExecutor("test", 1, bounds);
    executor.offer("gate", 0, this::waitForGate);
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    return executor;
  }

  private void waitForGate() {
    entered.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void openAndWait(FairExecutor executor) throws Exception {
    CountDownLatch last = new CountDownLatch(1);
    executor.offer("last", 0, last::countDown);
    gate.countDown();
    assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (executor.waiting() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(executor.waiting()).isZero();
  }

  @Test
  void whoAsksALotWaitsForThoseWhoAskOnce() throws Exception {
    FairExecutor executor = busy(new FairExecutor.Bounds(100, 1000));
    for (int i = 0; i < 5; i++) {
      String name = "greedy" + i;
      assertThat(executor.offer("greedy", 1, () -> ran.add(name))).isTrue();
    }
    executor.offer("modest", 1, () -> ran.add("modest"));
    executor.offer("shy", 1, () -> ran.add("shy"));
    openAndWait(executor);
    assertThat(List.copyOf(ran).subList(0, 4))
        .containsExactly("greedy0", "modest", "shy", "greedy1");
  }

  @Test
  void nobodyMayTakeMoreThanHalf() throws Exception {
    FairExecutor executor = busy(new FairExecutor.Bounds(10, 1000));
    for (int i = 0; i < 5; i++) {
      assertThat(executor.offer("greedy", 1, () -> {})).isTrue();
    }
    assertThat(executor.offer("greedy", 1, () -> {})).isFalse();
    assertThat(executor.offer("modest", 1, () -> {})).isTrue();
    openAndWait(executor);
  }

  @Test
  void whatWaitsIsBoundedInNumberAndBytes() throws Exception {
    FairExecutor executor = busy(new FairExecutor.Bounds(10, 100));
    assertThat(executor.offer("large", 51, () -> {})).isFalse();
    assertThat(executor.offer("a", 50, () -> {})).isTrue();
    assertThat(executor.offer("b", 50, () -> {})).isTrue();
    assertThat(executor.offer("c", 1, () -> {})).isFalse();
    for (int i = 0; i < 8; i++) {
      assertThat(executor.offer("d" + i, 0, () -> {})).isTrue();
    }
    assertThat(executor.offer("e", 0, () -> {})).isFalse();
    gate.countDown();
  }

  @Test
  void aTaskThatFailsDoesNotStopTheOthers() throws Exception {
    FairExecutor executor = busy(new FairExecutor.Bounds(100, 100));
    executor.offer(
        "a",
        0,
        () -> {
          throw new IllegalStateException("on purpose");
        });
    CountDownLatch next = new CountDownLatch(1);
    executor.offer("a", 0, next::countDown);
    gate.countDown();
    assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
  }
}

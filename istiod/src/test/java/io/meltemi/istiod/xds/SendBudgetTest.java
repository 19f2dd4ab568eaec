package io.meltemi.istiod.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendBudgetTest {

  private static final int MIB = 1024 * 1024;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final SendBudget budget = new SendBudget(2 * MIB, timer);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private static final class Stream implements SendBudget.Taker {
    final CountDownLatch turn = new CountDownLatch(1);
    final CountDownLatch dismissed = new CountDownLatch(1);

    @Override
    public void proceed() {
      turn.countDown();
    }

    @Override
    public void stuck() {
      dismissed.countDown();
    }

    void awaitTurn() throws InterruptedException {
      assertThat(turn.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void streamsTakeTurnsInTheOrderInWhichTheyAsked() throws Exception {
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      streams.add(new Stream());
    }
    assertThat(streams.stream().map(stream -> budget.take(stream, MIB)).toList())
        .containsExactly(true, true, false, false);

    budget.drained(streams.get(0));
    streams.get(2).awaitTurn();
    assertThat(budget.take(streams.get(2), MIB)).isTrue();
    assertThat(streams.get(3).turn.getCount()).isEqualTo(1);

    budget.gone(streams.get(1));
    streams.get(3).awaitTurn();
    budget.drained(streams.get(2));
    budget.drained(streams.get(3));
    assertThat(budget.inFlight()).isZero();
  }

  @Test
  void oneResponseAlwaysFitsHoweverLarge() {
    assertThat(budget.take(new Stream(), 100 * MIB)).isTrue();
    assertThat(budget.take(new Stream(), MIB)).isFalse();
  }

  @Test
  void smallResponsesNeverWait() {
    budget.take(new Stream(), 100 * MIB);

    assertThat(budget.take(new Stream(), 1000)).isTrue();
  }

  @Test
  void aSlowReaderHoldsUpTheOthersForAWhileOnly() throws Exception {
    Stream slow = new Stream();
    Stream other = new Stream();
    budget.take(slow, 2 * MIB);
    assertThat(budget.take(other, MIB)).isFalse();

    other.awaitTurn();
    assertThat(budget.inFlight()).isEqualTo(MIB);
  }

  /** Each response fits alone; together they come to more than four times the bound. */
  @Test
  void whatSlowReadersHoldTogetherIsBoundedAndTheFirstOfThemGoes() throws Exception {
    List<Stream> slow = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Stream stream = new Stream();
      slow.add(stream);
      if (!budget.take(stream, 2 * MIB)) {
        stream.awaitTurn();
      }
    }
    assertThat(slow.getFirst().dismissed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(slow.getLast().dismissed.getCount()).isEqualTo(1);
  }
}

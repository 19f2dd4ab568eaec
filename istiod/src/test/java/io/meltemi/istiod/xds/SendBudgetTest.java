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
  private final SendBudget budget =
      new SendBudget(new SendBudget.Limits(2 * MIB, 8 * MIB, 4 * MIB), timer);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private static final class Stream implements SendBudget.Taker {
    final HostAddress host;
    final CountDownLatch turn = new CountDownLatch(1);
    final CountDownLatch dismissed = new CountDownLatch(1);

    Stream(int host) {
      this.host = new HostAddress(host, false);
    }

    @Override
    public HostAddress host() {
      return host;
    }

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
      streams.add(new Stream(1));
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
    assertThat(budget.take(new Stream(1), 100 * MIB)).isTrue();
    assertThat(budget.take(new Stream(1), MIB)).isFalse();
  }

  @Test
  void smallResponsesNeverWait() {
    budget.take(new Stream(1), 100 * MIB);

    assertThat(budget.take(new Stream(1), 1000)).isTrue();
  }

  @Test
  void aSlowReaderHoldsUpTheOthersForAWhileOnly() throws Exception {
    Stream slow = new Stream(1);
    Stream other = new Stream(2);
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
      Stream stream = new Stream(i);
      slow.add(stream);
      if (!budget.take(stream, 2 * MIB)) {
        stream.awaitTurn();
      }
    }
    assertThat(slow.getFirst().dismissed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(slow.getLast().dismissed.getCount()).isEqualTo(1);
  }

  @Test
  void aHostThatTakesNothingHasItsShareAndOthersHaveTheirs() throws Exception {
    SendBudget narrow = budget(2 * MIB, 2 * MIB);
    Stream slow = new Stream(1);
    Stream neighbour = new Stream(1);
    Stream other = new Stream(2);
    assertThat(narrow.take(slow, 2 * MIB)).isTrue();
    assertThat(narrow.take(neighbour, MIB)).isFalse();
    assertThat(narrow.take(other, MIB)).isFalse();

    other.awaitTurn();
    assertThat(neighbour.turn.getCount()).isEqualTo(1);
    narrow.drained(slow);
    neighbour.awaitTurn();
  }

  @Test
  void whoHasItsShareWaitsWhileThereIsRoomForOthers() throws Exception {
    SendBudget wide = budget(8 * MIB, 2 * MIB);
    Stream first = new Stream(1);
    Stream third = new Stream(1);
    assertThat(wide.take(first, MIB)).isTrue();
    assertThat(wide.take(new Stream(1), MIB)).isTrue();
    assertThat(wide.take(third, MIB)).isFalse();
    assertThat(wide.take(new Stream(2), MIB)).isTrue();

    wide.gone(first);
    third.awaitTurn();
  }

  @Test
  void hostsTakeTurns() throws Exception {
    SendBudget one = budget(MIB, 8 * MIB);
    List<Stream> many = List.of(new Stream(1), new Stream(1), new Stream(1));
    Stream single = new Stream(2);
    many.forEach(stream -> one.take(stream, MIB));
    one.take(single, MIB);

    one.drained(many.get(0));
    many.get(1).awaitTurn();
    one.drained(many.get(1));
    single.awaitTurn();
    assertThat(many.get(2).turn.getCount()).isEqualTo(1);
    one.drained(single);
    many.get(2).awaitTurn();
  }

  /** Whose turn would have been next goes away, and the one behind it asks for less. */
  @Test
  void whoGoesMakesRoomAndIsForgotten() throws Exception {
    SendBudget wide = budget(8 * MIB, 2 * MIB);
    Stream holds = new Stream(1);
    Stream large = new Stream(1);
    Stream little = new Stream(1);
    wide.take(holds, MIB);
    assertThat(wide.take(large, 2 * MIB)).isFalse();
    assertThat(wide.take(little, MIB)).isFalse();

    wide.gone(large);
    little.awaitTurn();
    wide.gone(little);
    wide.gone(holds);
    assertThat(wide.hosts()).isZero();
    assertThat(wide.inFlight()).isZero();
  }

  private SendBudget budget(long inFlight, long host) {
    return new SendBudget(new SendBudget.Limits(inFlight, 64 * MIB, host), timer);
  }
}

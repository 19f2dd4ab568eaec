package io.meltemi.istiod.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.debug.Page.Answer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SharedAnswerTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger made = new AtomicInteger();

  /** Takes ten nanoseconds. */
  private final SharedAnswer page =
      new SharedAnswer(
          query -> {
            nanos.addAndGet(10);
            return Answer.text(200, made.incrementAndGet() + "" + query);
          },
          nanos::get);

  private String ask() throws IOException {
    return page.answer(ImmutableMap.of("a", "b")).body().toStringUtf8();
  }

  @Test
  void anAnswerHoldsFourTimesAsLongAsItTook() throws IOException {
    assertThat(page.fresh()).isEmpty();
    for (int i = 0; i < 1000; i++) {
      assertThat(ask()).isEqualTo("1{}");
    }
    nanos.addAndGet(39);
    assertThat(page.fresh()).isPresent();
    assertThat(ask()).isEqualTo("1{}");
    nanos.addAndGet(1);
    assertThat(page.fresh()).isEmpty();
    assertThat(ask()).isEqualTo("2{}");
  }
}

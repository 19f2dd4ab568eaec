package io.meltemi.it.backend;

import com.google.common.collect.ImmutableMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How a backend answers. */
@FunctionalInterface
public interface Behaviour {

  /** What goes back; {@link #ECHO} says what was received. */
  record Reply(int status, ImmutableMap<String, String> headers, String body) {}

  Reply answer(Received request) throws InterruptedException;

  /** 200 and the request. */
  Behaviour ECHO = request -> new Reply(200, ImmutableMap.of(), request.toText());

  /** Always this status. */
  static Behaviour status(int status) {
    return request -> new Reply(status, ImmutableMap.of(), request.toText());
  }

  /** The first so many requests fail, the others are echoed. */
  static Behaviour failingFirst(int times, int status) {
    AtomicInteger left = new AtomicInteger(times);
    return request ->
        left.getAndDecrement() > 0 ? status(status).answer(request) : ECHO.answer(request);
  }

  /** Echoes with a header. */
  static Behaviour withHeader(String name, String value) {
    return request -> new Reply(200, ImmutableMap.of(name, value), request.toText());
  }

  /** Answers once released, or after half a minute. */
  static Behaviour holding(CountDownLatch release) {
    return request -> {
      boolean released = release.await(30, TimeUnit.SECONDS);
      return released ? ECHO.answer(request) : status(599).answer(request);
    };
  }

  /** Reads the request, and closes the connection without an answer. */
  static Behaviour hangingUp() {
    return _ -> {
      throw new InterruptedException();
    };
  }
}

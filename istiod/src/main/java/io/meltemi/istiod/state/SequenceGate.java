package io.meltemi.istiod.state;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets somebody wait until a rising number has been reached. */
final class SequenceGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition risen = lock.newCondition();
  private long reached;

  void open(long upTo) {
    lock.lock();
    try {
      if (upTo > reached) {
        reached = upTo;
        risen.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean await(long number, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (reached < number && left > 0) {
        left = risen.awaitNanos(left);
      }
      return reached >= number;
    } finally {
      lock.unlock();
    }
  }
}

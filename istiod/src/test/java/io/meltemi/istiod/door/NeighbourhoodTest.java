package io.meltemi.istiod.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class NeighbourhoodTest {

  private static final InetAddress A = InetAddresses.forString("10.0.0.1");
  private static final InetAddress B = InetAddresses.forString("10.0.0.2");

  private final AtomicLong nanos = new AtomicLong();
  private final Neighbourhood neighbourhood =
      new Neighbourhood(new StrangerLimits(20, 10, 8, 4, 6, 1, 0, 0, 2, Duration.ZERO), nanos::get);

  private int admitted(InetAddress address, int tries) {
    int admitted = 0;
    for (int i = 0; i < tries; i++) {
      admitted += neighbourhood.admits(address) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void strangersOfOneAddressAreBoundedAndThoseOfAll() {
    assertThat(admitted(A, 10)).isEqualTo(4);
    assertThat(admitted(B, 10)).isEqualTo(4);
    assertThat(neighbourhood.admits(InetAddresses.forString("10.0.0.3"))).isFalse();
    neighbourhood.left(A, true);
    assertThat(neighbourhood.admits(InetAddresses.forString("10.0.0.3"))).isTrue();
    assertThat(neighbourhood.strangers()).isEqualTo(8);
  }

  @Test
  void thoseWhoWereLetInMakeRoom() {
    for (int i = 0; i < 10; i++) {
      assertThat(neighbourhood.admits(A)).isTrue();
      neighbourhood.befriended(A);
    }
    assertThat(neighbourhood.strangers()).isZero();
    assertThat(neighbourhood.connections()).isEqualTo(10);
    assertThat(neighbourhood.admits(A)).as("one more than an address may have").isFalse();
    assertThat(neighbourhood.admits(B)).isTrue();
    neighbourhood.left(A, false);
    assertThat(neighbourhood.admits(A)).isTrue();
  }

  @Test
  void failuresAreForgivenOneASecond() {
    for (int i = 0; i < 6; i++) {
      assertThat(neighbourhood.admits(A)).isTrue();
      neighbourhood.left(A, true);
    }
    assertThat(neighbourhood.admits(A)).isFalse();
    assertThat(neighbourhood.admits(B)).isTrue();
    nanos.addAndGet(2_000_000_000L);
    assertThat(admitted(A, 10)).isEqualTo(2);
  }

  @Test
  void whatIsDoneForNothingCostsAsMuchAsFailures() {
    assertThat(neighbourhood.failed(A, 4)).as("2 are left").isTrue();
    assertThat(neighbourhood.failed(A, 100)).isFalse();
    assertThat(neighbourhood.admits(A)).isFalse();
    assertThat(neighbourhood.admits(B)).isTrue();
  }

  /** All were let in before the first of them failed. */
  @Test
  void failuresThatComeLaterAreADebt() {
    for (int i = 0; i < 10; i++) {
      assertThat(neighbourhood.admits(A)).isTrue();
      neighbourhood.befriended(A);
    }
    for (int i = 0; i < 10; i++) {
      neighbourhood.failed(A, 1);
      neighbourhood.left(A, false);
    }
    nanos.addAndGet(4_000_000_000L);
    assertThat(neighbourhood.admits(A)).isFalse();
    nanos.addAndGet(1_000_000_000L);
    assertThat(admitted(A, 10)).isEqualTo(1);
  }

  @Test
  void aDebtIsNoMoreThanMayFailAtOnce() {
    neighbourhood.failed(A, 1_000_000);
    nanos.addAndGet(7_000_000_000L);
    assertThat(admitted(A, 10)).isEqualTo(1);
  }

  @Test
  void callsOfOneAddressAreBounded() {
    assertThat(neighbourhood.opens(A)).isTrue();
    assertThat(neighbourhood.opens(A)).isTrue();
    assertThat(neighbourhood.opens(A)).isFalse();
    assertThat(neighbourhood.opens(B)).isTrue();
    neighbourhood.closes(A);
    assertThat(neighbourhood.opens(A)).isTrue();
  }

  @Test
  void connectionsOfAllAreBounded() {
    for (int i = 0; i < 20; i++) {
      InetAddress address = InetAddresses.fromInteger(i);
      assertThat(neighbourhood.admits(address)).isTrue();
      neighbourhood.befriended(address);
    }
    assertThat(neighbourhood.admits(A)).isFalse();
  }

  /** An attacker may have all of an IPv6 network of 48 bits. */
  @Test
  void addressesAreForgotten() {
    for (int i = 0; i < 100_000; i++) {
      InetAddress address = InetAddresses.fromInteger(i);
      assertThat(neighbourhood.admits(address)).isTrue();
      neighbourhood.left(address, true);
      nanos.addAndGet(1_000_000);
    }
    assertThat(neighbourhood.addresses()).isLessThan(20_000);
  }

  @Test
  void anIpv6NetworkIsOneAddress() {
    assertThat(admitted(InetAddresses.forString("fd00::1"), 3)).isEqualTo(3);
    assertThat(admitted(InetAddresses.forString("fd00::2"), 3)).isEqualTo(1);
    assertThat(admitted(InetAddresses.forString("fd00:0:0:1::2"), 3)).isEqualTo(3);
  }
}

package io.meltemi.ca.fuzz;

import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every target, on thousands of damaged copies of proper input; the damage is always the same. */
final class FuzzTargetsTest {
  private static final int ROUNDS = 4_000;

  static Stream<FuzzSeeds.Seed> seeds() throws Exception {
    return FuzzSeeds.all().stream();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedInputIsReadOrRefused(FuzzSeeds.Seed seed) {
    damage(seed.proper().toByteArray(), seed.target());
  }

  private static void damage(byte[] proper, Consumer<byte[]> target) {
    Random random = new Random(20_260_301);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = proper.clone();
      for (int hits = random.nextInt(1, 5); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(8) == 0 ? random.nextInt(damaged.length) : damaged.length;
      target.accept(java.util.Arrays.copyOf(damaged, length));
    }
  }
}

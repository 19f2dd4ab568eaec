package io.meltemi.istiod.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameSetTest {

  @Test
  void behavesAsASetUnderRandomAdditionsAndRemovals() {
    Random random = new Random(42);
    NameSet names = new NameSet();
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      String name = "outbound|80||service-" + random.nextInt(500);
      if (random.nextInt(3) == 0) {
        assertThat(names.remove(name)).isEqualTo(expected.remove(name));
      } else {
        assertThat(names.add(name)).isEqualTo(expected.add(name));
      }
      assertThat(names.size()).isEqualTo(expected.size());
    }
    assertThat(names.names()).containsExactlyInAnyOrderElementsOf(expected);
    for (int i = 0; i < 500; i++) {
      String name = "outbound|80||service-" + i;
      assertThat(names.contains(name)).isEqualTo(expected.contains(name));
    }
  }
}

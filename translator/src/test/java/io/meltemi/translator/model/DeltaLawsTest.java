package io.meltemi.translator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeltaLawsTest {

  private static final ImmutableList<ConfigObject<?>> OBJECTS = Meshes.objects(MeshYaml.EVERYTHING);

  private static Consumer<MeshDelta> upsert(ConfigObject<?> object) {
    return delta -> delta.upsert(object, Position.NONE);
  }

  private static Consumer<MeshDelta> delete(ConfigKey key) {
    return delta -> delta.delete(key);
  }

  private static MeshModel replay(List<Consumer<MeshDelta>> events, Random cuts) {
    MeshModel model = MeshModel.EMPTY;
    MeshDelta delta = new MeshDelta();
    for (Consumer<MeshDelta> event : events) {
      event.accept(delta);
      if (cuts.nextInt(3) == 0) {
        model = delta.apply(model);
        delta = new MeshDelta();
      }
    }
    return delta.apply(model);
  }

  private static MeshModel atOnce(List<Consumer<MeshDelta>> events) {
    MeshDelta delta = new MeshDelta();
    events.forEach(event -> event.accept(delta));
    return delta.apply(MeshModel.EMPTY);
  }

  @Test
  void anyCuttingOfEventsGivesTheSameModel() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Consumer<MeshDelta>> events = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        ConfigObject<?> object = OBJECTS.get(random.nextInt(OBJECTS.size()));
        events.add(random.nextInt(4) == 0 ? delete(object.key()) : upsert(object));
      }
      assertThat(Meshes.content(replay(events, random)))
          .as("seed %d", seed)
          .isEqualTo(Meshes.content(atOnce(events)));
    }
  }

  @Test
  void orderOfIndependentEventsDoesNotMatter() {
    String expected = Meshes.content(atOnce(OBJECTS.stream().map(DeltaLawsTest::upsert).toList()));
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Consumer<MeshDelta>> events =
          new ArrayList<>(OBJECTS.stream().map(DeltaLawsTest::upsert).toList());
      Collections.shuffle(events, random);
      assertThat(Meshes.content(replay(events, random))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void sameListAgainChangesNoPart() {
    MeshModel before = Meshes.of(MeshYaml.EVERYTHING);
    MeshModel after = Meshes.with(before, MeshYaml.EVERYTHING);
    assertThat(after.revision()).isEqualTo(before.revision().next());
    assertThat(after.services()).isSameAs(before.services());
    assertThat(after.endpoints()).isSameAs(before.endpoints());
    assertThat(after.workloads()).isSameAs(before.workloads());
    assertThat(after.virtualServices()).isSameAs(before.virtualServices());
    assertThat(after.destinationRules()).isSameAs(before.destinationRules());
    assertThat(after.gateways()).isSameAs(before.gateways());
    assertThat(after.sidecars()).isSameAs(before.sidecars());
    assertThat(after.discovery()).isSameAs(before.discovery());
    assertThat(after.positions()).isSameAs(before.positions());
    assertThat(after.diagnostics()).isSameAs(before.diagnostics());
    assertThat(after.sourceClauses()).isSameAs(before.sourceClauses());
    assertThat(after.meshConfig()).isSameAs(before.meshConfig());
  }

  @Test
  void endpointChangeTouchesNothingButThatServicesEndpoints() {
    MeshModel before = Meshes.of(MeshYaml.EVERYTHING);
    MeshModel after = Meshes.with(before, MeshYaml.BOOKS.replace("10.9.0.2", "10.9.0.3"));
    ServiceKey books = new ServiceKey("books.example.com", "shop");
    assertThat(after.services()).isSameAs(before.services());
    assertThat(after.workloads()).isSameAs(before.workloads());
    assertThat(after.endpoints().changedSince(before.endpoints())).containsExactly(books);
    for (ServiceKey other : before.endpoints().asMap().keySet()) {
      if (!other.equals(books)) {
        assertThat(after.endpoints().of(other)).isSameAs(before.endpoints().of(other));
      }
    }
  }

  @Test
  void changeOfOneServiceKeepsTheOthers() {
    MeshModel before = Meshes.of(MeshYaml.EVERYTHING);
    MeshModel after = Meshes.with(before, MeshYaml.BOOKS.replace("number: 80", "number: 81"));
    for (MeshService service : before.services().all()) {
      if (!service.hostname().equals("books.example.com")) {
        assertThat(after.services().get(service.key()).orElseThrow()).isSameAs(service);
      }
    }
  }

  @Test
  void refusedVersionLeavesTheLastGoodOne() {
    MeshModel before = Meshes.of(MeshYaml.BOOKS);
    ConfigKey key = OBJECTS.getFirst().key();
    var said =
        ImmutableList.of(
            io.meltemi.translator.diagnostic.Diagnostic.error(
                io.meltemi.translator.diagnostic.DiagnosticCode.INVALID_VALUE,
                key,
                Position.NONE,
                "spec",
                "is wrong"));
    MeshModel refused = new MeshDelta().reject(key, said).apply(before);
    assertThat(refused.services()).isSameAs(before.services());
    assertThat(refused.diagnostics().of(key)).isEqualTo(said);
    assertThat(refused.located(said.getFirst()).position().line()).isEqualTo(1);
    MeshModel mended = Meshes.with(refused, MeshYaml.BOOKS);
    assertThat(mended.diagnostics().of(key)).isEmpty();
    assertThat(new MeshDelta().delete(key).apply(refused).diagnostics().of(key)).isEmpty();
  }
}

package io.meltemi.istiod.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MeshLoopTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HoldOff SHORT = new HoldOff(Duration.ofMillis(5), Duration.ofSeconds(1));

  private final List<MeshChange> published = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private MeshLoop loop = loop(published::add);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void nothingIsPublishedBeforeAllSourcesHaveSynced() throws InterruptedException {
    loop.expect("one");
    loop.expect("other");
    loop.start();
    loop.submit(ImmutableList.of(upsert("a", "1.1.1.1"), new ConfigEvent.Synced("one")));
    long task = loop.execute(() -> {});
    assertThat(loop.awaitPublished(task, Duration.ofMillis(50))).isFalse();
    assertThat(published).isEmpty();
    assertThat(loop.isSynced()).isFalse();
    settle(loop.submit(ImmutableList.of(new ConfigEvent.Synced("other"))));
    assertThat(published).hasSize(1);
    assertThat(loop.isSynced()).isTrue();
    assertThat(loop.model().workloads().get(key("a"))).isPresent();
  }

  @Test
  void emptyMeshIsPublishedAsWell() throws InterruptedException {
    loop.expect("one");
    loop.start();
    settle(loop.submit(ImmutableList.of(new ConfigEvent.Synced("one"))));
    assertThat(published).hasSize(1);
  }

  @Test
  void changesOfABurstBecomeOneModel() throws InterruptedException {
    loop.start();
    settle(loop.execute(() -> {}));
    int before = published.size();
    AtomicLong last = new AtomicLong();
    // On its own thread, so that both are there when it takes the first.
    settle(
        loop.execute(
            () -> {
              loop.submit(ImmutableList.of(upsert("a", "1.1.1.1"), upsert("b", "1.1.1.2")));
              last.set(loop.submit(ImmutableList.of(upsert("a", "1.1.1.3"))));
            }));
    settle(last.get());
    assertThat(published).hasSize(before + 1);
    assertThat(loop.model().workloads().at("1.1.1.3")).hasSize(1);
    assertThat(loop.model().workloads().at("1.1.1.1")).isEmpty();
  }

  @Test
  void deletedObjectIsGone() throws InterruptedException {
    loop.start();
    settle(loop.submit(ImmutableList.of(upsert("a", "1.1.1.1"))));
    settle(loop.submit(ImmutableList.of(new ConfigEvent.Delete(key("a")))));
    assertThat(loop.model().workloads().get(key("a"))).isEmpty();
  }

  @Test
  void publisherThatThrowsKeepsNobodyElseFromGoingOn() throws InterruptedException {
    loop.close();
    loop =
        loop(
            _ -> {
              throw new IllegalStateException("on purpose");
            },
            published::add);
    loop.start();
    settle(loop.submit(ImmutableList.of(upsert("a", "1.1.1.1"))));
    settle(
        loop.execute(
            () -> {
              throw new IllegalStateException("on purpose");
            }));
    settle(loop.submit(ImmutableList.of(upsert("a", "1.1.1.2"))));
    assertThat(published.getLast().after().workloads().at("1.1.1.2")).hasSize(1);
    assertThat(failures).contains("a publisher", "a task");
  }

  private MeshLoop loop(MeshPublisher... publishers) {
    return new MeshLoop(
        new LoopOptions(SHORT, SHORT),
        MeshModel.EMPTY,
        new ReportBoard(),
        ImmutableList.copyOf(publishers),
        new LoopObserver() {
          @Override
          public void failed(String what, Throwable cause) {
            failures.add(what);
          }
        },
        InstantSource.system());
  }

  private void settle(long sequence) throws InterruptedException {
    assertThat(loop.awaitPublished(sequence, PATIENCE)).isTrue();
  }

  private static ConfigKey key(String name) {
    return new ConfigKey(ConfigKind.WORKLOAD_ENTRY, "default", name);
  }

  private static ConfigEvent upsert(String name, String address) {
    WorkloadEntry entry =
        new WorkloadEntry(address, ImmutableSortedMap.of(), ImmutableSortedMap.of(), "", "", 0, "");
    return new ConfigEvent.Upsert(
        ConfigObject.of(key(name), ObjectMeta.EMPTY, entry), Position.NONE);
  }
}

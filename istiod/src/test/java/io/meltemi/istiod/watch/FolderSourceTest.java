package io.meltemi.istiod.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderSourceTest {

  @TempDir Path temp = Path.of("");
  private final RecordingSink sink = new RecordingSink();
  private final AtomicLong standsAt = new AtomicLong();
  private Path root = Path.of("");
  private FolderSource source = new FolderSource(root, sink);

  @BeforeEach
  void makeFolder() throws IOException {
    source.close();
    root = Files.createDirectory(temp.resolve("config"));
    source = new FolderSource(root, sink, this::nanoTime);
  }

  private long nanoTime() {
    long at = standsAt.get();
    return at == 0 ? System.nanoTime() : at;
  }

  /** In no time, however busy the machine is. */
  private void atOnce(Steps steps) throws IOException {
    standsAt.set(System.nanoTime());
    steps.take();
    standsAt.set(0);
  }

  private interface Steps {
    void take() throws IOException;
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void startReadsTheWholeTreeBeforeItReturns() {
    write("a.yaml", "a=1\nb=2");
    write("deep/er/c.yml", "c=3");
    write("d.json", "d=4");
    write("notes.txt", "e=5");
    source.start();
    assertThat(sink.addresses()).isEqualTo(Map.of("a", "1", "b", "2", "c", "3", "d", "4"));
    assertThat(sink.synced()).isEqualTo(1);
  }

  @Test
  void hiddenFilesAndBackupsOfEditorsAreIgnored() {
    write("a.yaml", "a=1");
    write(".b.yaml.swp", "b=1");
    write(".c.yaml", "c=1");
    write("d.yaml~", "d=1");
    write(".git/e.yaml", "e=1");
    source.start();
    assertThat(sink.addresses()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void fileWrittenInPlaceIsReadAgain() {
    write("a.yaml", "a=1");
    source.start();
    write("a.yaml", "a=2\nb=1");
    sink.awaitAddresses(Map.of("a", "2", "b", "1"));
  }

  @Test
  void fileRenamedOverAnotherIsReadAgain() {
    write("a.yaml", "a=1");
    source.start();
    replace("a.yaml", "a=2");
    sink.awaitAddresses(Map.of("a", "2"));
    replace("a.yaml", "a=3");
    sink.awaitAddresses(Map.of("a", "3"));
  }

  @Test
  void onlyWhatChangedIsTold() {
    write("a.yaml", "a=1\nb=1\nc=1");
    source.start();
    int before = sink.log().size();
    replace("a.yaml", "a=1\nb=2\nc=1");
    sink.awaitAddresses(Map.of("a", "1", "b", "2", "c", "1"));
    assertThat(sink.log()).hasSize(before + 1);
  }

  @Test
  void editorThatMovesTheOldFileAwayLosesNothingOnTheWay() throws IOException {
    write("a.yaml", "a=1");
    write("b.yaml", "b=1");
    source.start();
    atOnce(
        () -> {
          Files.move(root.resolve("a.yaml"), root.resolve("a.yaml~"));
          write("a.yaml", "a=2");
        });
    sink.awaitAddresses(Map.of("a", "2", "b", "1"));
    assertThat(sink.log()).noneMatch(ConfigEvent.Delete.class::isInstance);
  }

  @Test
  void newFileAndNewSubfolderAreFollowed() {
    source.start();
    write("a.yaml", "a=1");
    sink.awaitAddresses(Map.of("a", "1"));
    write("sub/deeper/b.yaml", "b=1");
    sink.awaitAddresses(Map.of("a", "1", "b", "1"));
    write("sub/deeper/b.yaml", "b=2");
    sink.awaitAddresses(Map.of("a", "1", "b", "2"));
  }

  @Test
  void removedFileRemovesItsObjects() throws IOException {
    write("a.yaml", "a=1");
    write("b.yaml", "b=1\nc=1");
    source.start();
    Files.delete(root.resolve("b.yaml"));
    sink.awaitAddresses(Map.of("a", "1"));
  }

  @Test
  void removedSubfolderRemovesItsObjects() throws IOException {
    write("a.yaml", "a=1");
    write("sub/b.yaml", "b=1");
    source.start();
    removeTree(root.resolve("sub"));
    sink.awaitAddresses(Map.of("a", "1"));
  }

  @Test
  void brokenDocumentKeepsTheLastGoodVersionAndSaysSo() {
    write("a.yaml", "a=1\nb=1");
    source.start();
    replace("a.yaml", "a!\nb=2");
    sink.awaitAddresses(Map.of("a", "1", "b", "2"));
    assertThat(sink.diagnostics())
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith(root + "/a.yaml:6:12: error [InvalidValue] WorkloadEntry default/a");
    write("a.yaml", "a=3\nb=2");
    sink.awaitAddresses(Map.of("a", "3", "b", "2"));
    assertThat(sink.diagnostics()).isEmpty();
  }

  @Test
  void documentTooBrokenToNameItsObjectKeepsAllThatAreMissing() {
    write("a.yaml", "a=1\nb=1");
    write("z.yaml", "z=1");
    source.start();
    replace("a.yaml", "!\nb=2");
    sink.awaitAddresses(Map.of("a", "1", "b", "2", "z", "1"));
    write("a.yaml", "b=2");
    sink.awaitAddresses(Map.of("b", "2", "z", "1"));
  }

  @Test
  void firstFileWinsWhenTwoHoldTheSameObject() throws IOException {
    write("b.yaml", "x=b");
    source.start();
    write("c.yaml", "x=c");
    sink.awaitDiagnostic("c.yaml:1:1: error [DuplicateObject] WorkloadEntry default/x");
    assertThat(sink.addresses()).isEqualTo(Map.of("x", "b"));
    write("a.yaml", "x=a");
    sink.awaitAddresses(Map.of("x", "a"));
    sink.awaitDiagnostic("b.yaml:1:1: error [DuplicateObject]");
    Files.delete(root.resolve("a.yaml"));
    Files.delete(root.resolve("b.yaml"));
    sink.awaitAddresses(Map.of("x", "c"));
    assertThat(sink.diagnostics()).isEmpty();
  }

  @Test
  void emptiedFolderKeepsEverythingUntilThereIsAFileAgain() throws IOException {
    write("a.yaml", "a=1");
    write("b.yaml", "b=1");
    source.start();
    atOnce(
        () -> {
          Files.delete(root.resolve("a.yaml"));
          Files.delete(root.resolve("b.yaml"));
        });
    sink.awaitDiagnostic("holds no configuration file any more; all 2 objects stay");
    assertThat(sink.addresses()).isEqualTo(Map.of("a", "1", "b", "1"));
    write("c.yaml", "c=1");
    sink.awaitAddresses(Map.of("c", "1"));
    assertThat(sink.diagnostics()).isEmpty();
  }

  @Test
  void fileWithoutDocumentsRemovesTheLastObject() {
    write("a.yaml", "a=1");
    source.start();
    write("a.yaml", "");
    sink.awaitAddresses(Map.of());
  }

  @Test
  void vanishedFolderKeepsEverythingAndIsTakenUpAgain() throws IOException {
    write("a.yaml", "a=1");
    write("sub/b.yaml", "b=1");
    source.start();
    Files.move(root, temp.resolve("away"));
    sink.awaitDiagnostic("config: error [UnreadableSource] (unnamed object): does not exist");
    assertThat(sink.addresses()).isEqualTo(Map.of("a", "1", "b", "1"));
    Files.createDirectory(root);
    write("a.yaml", "a=2");
    sink.awaitAddresses(Map.of("a", "2"));
    assertThat(sink.diagnostics()).isEmpty();
    write("a.yaml", "a=3");
    sink.awaitAddresses(Map.of("a", "3"));
  }

  @Test
  void folderThatIsMissingAtTheStartIsWaitedFor() throws IOException {
    Files.delete(root);
    source.start();
    assertThat(sink.synced()).isZero();
    Files.createDirectory(root);
    write("a.yaml", "a=1");
    sink.await(it -> it.synced() == 1);
    sink.awaitAddresses(Map.of("a", "1"));
  }

  @Test
  void configMapMountIsExchangedAsAWhole() throws IOException {
    write("..v1/a.yaml", "a=1");
    write("..v1/b.yaml", "b=1");
    Files.createSymbolicLink(root.resolve("..data"), Path.of("..v1"));
    Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("..data/a.yaml"));
    Files.createSymbolicLink(root.resolve("b.yaml"), Path.of("..data/b.yaml"));
    source.start();
    assertThat(sink.addresses()).isEqualTo(Map.of("a", "1", "b", "1"));
    write("..v2/a.yaml", "a=2");
    write("..v2/b.yaml", "b=2");
    Files.createSymbolicLink(root.resolve("..data_tmp"), Path.of("..v2"));
    Files.move(root.resolve("..data_tmp"), root.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    sink.awaitAddresses(Map.of("a", "2", "b", "2"));
  }

  @Test
  void linkedFolderIsFollowedAndSoIsItsExchange() throws IOException {
    Path first = Files.createDirectory(temp.resolve("first"));
    Path second = Files.createDirectory(temp.resolve("second"));
    Files.writeString(first.resolve("a.yaml"), Entries.yaml("a=1"));
    Files.writeString(second.resolve("a.yaml"), Entries.yaml("a=2"));
    Files.createSymbolicLink(root.resolve("link"), first);
    source.start();
    assertThat(sink.addresses()).isEqualTo(Map.of("a", "1"));
    Files.writeString(first.resolve("a.yaml"), Entries.yaml("a=3"));
    sink.awaitAddresses(Map.of("a", "3"));
    Files.createSymbolicLink(temp.resolve("link"), second);
    Files.move(temp.resolve("link"), root.resolve("link"), StandardCopyOption.ATOMIC_MOVE);
    sink.awaitAddresses(Map.of("a", "2"));
  }

  private void write(String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, Entries.yaml(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(String name, String text) {
    try {
      Path other = Files.writeString(temp.resolve("new"), Entries.yaml(text));
      Files.move(other, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeTree(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

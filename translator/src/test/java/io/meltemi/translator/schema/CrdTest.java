package io.meltemi.translator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The CRDs in the chart are those that the decoders ask for. {@code make crds} rewrites them. */
class CrdTest {

  private static final boolean REWRITE = Boolean.getBoolean("crds.rewrite");
  private static final Path FOLDER = Path.of("../charts/base/files/crds");

  private final Sidenotes descriptions;
  private final Sidenotes constraints;
  private final Map<String, String> crds = new TreeMap<>();

  CrdTest() throws IOException {
    descriptions = Sidenotes.load("schema/descriptions.yaml");
    constraints = Sidenotes.load("schema/constraints.yaml");
    CrdWriter writer = new CrdWriter(descriptions, constraints);
    for (IstioKind kind : IstioKind.values()) {
      crds.put(kind.crdName() + ".yaml", writer.crd(kind));
    }
  }

  @Test
  void theChartHasWhatTheDecodersAskFor() throws IOException {
    if (REWRITE) {
      rewrite();
    }
    assertThat(committed()).as("files in %s; `make crds`", FOLDER).isEqualTo(crds.keySet());
    for (Map.Entry<String, String> crd : crds.entrySet()) {
      assertThat(Files.readString(FOLDER.resolve(crd.getKey())))
          .as("%s; `make crds` rewrites it", crd.getKey())
          .isEqualTo(crd.getValue());
    }
  }

  @Test
  void everyFieldIsDescribed() {
    assertThat(descriptions.missing()).isEmpty();
  }

  @Test
  void noNoteOutlivesItsField() {
    assertThat(descriptions.unread()).isEmpty();
    assertThat(constraints.unread()).isEmpty();
  }

  private static Set<String> committed() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void rewrite() throws IOException {
    Files.createDirectories(FOLDER);
    for (String orphan : committed()) {
      Files.delete(FOLDER.resolve(orphan));
    }
    for (Map.Entry<String, String> crd : crds.entrySet()) {
      Files.writeString(FOLDER.resolve(crd.getKey()), crd.getValue());
    }
  }
}

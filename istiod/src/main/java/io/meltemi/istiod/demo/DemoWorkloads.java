package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Finds what to start in the folder of the demo. The mesh reads the same files for itself. */
final class DemoWorkloads {

  private DemoWorkloads() {}

  /** All WorkloadEntries with annotations of the demo, by the names of their files. */
  static ImmutableList<DemoWorkload> in(Path folder) throws IOException {
    ImmutableList.Builder<DemoWorkload> all = ImmutableList.builder();
    for (Path file : yamlFiles(folder)) {
      Load load = new Load(LoadSettings.builder().setLabel(file.toString()).build());
      for (Object document : load.loadAllFromString(Files.readString(file))) {
        if (document instanceof Map<?, ?> object && "WorkloadEntry".equals(object.get("kind"))) {
          DemoWorkload workload = workload(object);
          if (!workload.annotations().isEmpty()) {
            all.add(workload);
          }
        }
      }
    }
    return all.build();
  }

  private static List<Path> yamlFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static DemoWorkload workload(Map<?, ?> object) {
    Map<?, ?> metadata = map(object.get("metadata"));
    Map<?, ?> spec = map(object.get("spec"));
    return new DemoWorkload(
        text(metadata.get("name"), ""),
        text(metadata.get("namespace"), "default"),
        text(spec.get("address"), ""),
        ImmutableSortedMap.copyOf(texts(spec.get("labels"))),
        text(spec.get("serviceAccount"), "default"),
        DemoWorkload.demoAnnotations(texts(metadata.get("annotations"))));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : ImmutableMap.of();
  }

  private static ImmutableMap<String, String> texts(@Nullable Object value) {
    ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
    map(value).forEach((key, text) -> texts.put(key.toString(), text.toString()));
    return texts.buildOrThrow();
  }

  private static String text(@Nullable Object value, String otherwise) {
    return value == null ? otherwise : value.toString();
  }
}

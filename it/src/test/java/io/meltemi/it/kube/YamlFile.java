package io.meltemi.it.kube;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as trees of maps and lists. */
final class YamlFile {

  private YamlFile() {}

  /** Those that are not empty. */
  static ImmutableList<Object> documents(String text) {
    ImmutableList.Builder<Object> documents = ImmutableList.builder();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
      if (document != null) {
        documents.add(document);
      }
    }
    return documents.build();
  }

  static String print(Object tree) {
    return new Dump(DumpSettings.builder().build()).dumpToString(tree);
  }

  /** What must be there, and be a mapping. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> mapping(@Nullable Object tree) {
    return (Map<String, Object>) Objects.requireNonNull(tree);
  }

  /** A resource that is a list of mappings. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> cases(String resource) throws IOException {
    String text = Resources.toString(Resources.getResource(resource), StandardCharsets.UTF_8);
    return (List<Map<String, Object>>) documents(text).getFirst();
  }
}

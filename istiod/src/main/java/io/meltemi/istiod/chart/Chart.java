package io.meltemi.istiod.chart;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A chart that has profiles. */
public enum Chart {
  ISTIOD,
  GATEWAY;

  /** Every chart has these, so that one name does for all of them. */
  public static final ImmutableList<String> PROFILES =
      ImmutableList.of("default", "demo", "minimal", "empty");

  /**
   * Under this key a chart keeps its defaults, so that a profile can come between them and users.
   */
  private static final String DEFAULTS = "_internal_defaults_do_not_set";

  /** What a profile is for: the first line of its file. */
  public String purpose(String profile) {
    return profileText(profile).lines().findFirst().orElse("").replaceFirst("^#\\s*", "");
  }

  /** All values under a profile, as YAML. */
  public String dump(String profile) {
    Map<String, Object> values = new LinkedHashMap<>(mapping(tree(text("values.yaml")), DEFAULTS));
    merge(values, tree(profileText(profile)));
    values.put("profile", profile);
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(values);
  }

  /** As Helm merges: mappings key by key, the rest as a whole. */
  private static void merge(Map<String, Object> under, Map<String, Object> over) {
    over.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> && under.get(key) instanceof Map<?, ?>) {
            Map<String, Object> both = new LinkedHashMap<>(mapping(under, key));
            merge(both, mapping(over, key));
            under.put(key, both);
          } else {
            under.put(key, value);
          }
        });
  }

  @SuppressWarnings("unchecked") // The charts are our own, and their keys are strings.
  private static Map<String, Object> mapping(Map<String, Object> tree, String key) {
    return (Map<String, Object>) tree.getOrDefault(key, Map.of());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(String yaml) {
    return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  private String profileText(String profile) {
    if (!PROFILES.contains(profile)) {
      throw new IllegalArgumentException(
          "there is no profile \"%s\"; there are %s"
              .formatted(profile, String.join(", ", PROFILES)));
    }
    return text("files/profiles/" + profile + ".yaml");
  }

  private String text(String path) {
    try {
      return Resources.toString(
          Resources.getResource("charts/" + Ascii.toLowerCase(name()) + "/" + path),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a chart's file is not in this build", e);
    }
  }
}

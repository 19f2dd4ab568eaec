package io.meltemi.translator.schema;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A file of notes about fields: record, field, note. The field {@code .} is the record itself.
 * Knows which notes were read, so that none outlives its field.
 */
final class Sidenotes {

  /** Stands for the mapping itself where others stand for its fields. */
  static final String SELF = ".";

  private final Map<String, Map<String, Object>> notes;
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> missing = new TreeSet<>();

  private Sidenotes(Map<String, Map<String, Object>> notes) {
    this.notes = notes;
  }

  @SuppressWarnings("unchecked")
  static Sidenotes load(String resource) throws IOException {
    String text = Resources.toString(Resources.getResource(resource), StandardCharsets.UTF_8);
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(text);
    return new Sidenotes(ImmutableMap.copyOf((Map<String, Map<String, Object>>) tree));
  }

  Object note(String record, String field, Object absent) {
    Object note = notes.getOrDefault(record, ImmutableMap.of()).get(field);
    if (note == null) {
      missing.add(record + ": " + field);
      return absent;
    }
    read.add(record + ": " + field);
    return note;
  }

  /** What was asked for and is not there. */
  Set<String> missing() {
    return missing;
  }

  /** What is there and was never asked for. */
  Set<String> unread() {
    Set<String> unread = new TreeSet<>();
    notes.forEach((record, fields) -> fields.keySet().forEach(f -> unread.add(record + ": " + f)));
    unread.removeAll(read);
    return unread;
  }
}

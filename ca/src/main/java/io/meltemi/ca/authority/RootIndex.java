package io.meltemi.ca.authority;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the file {@code roots} of a state folder says, a word and its value a line. Roots are named
 * by their serial numbers in hexadecimal.
 */
record RootIndex(ImmutableList<String> trusted, String signing, Optional<Rotation> rotation) {
  private static final String TRUSTED = "trusted";
  private static final String SIGNING = "signing";
  private static final String STAGE = "stage";
  private static final String OUTGOING = "outgoing";
  private static final String INCOMING = "incoming";
  private static final String SINCE = "since";
  private static final String RETIRE_AT = "retire-at";
  private static final String PAUSED = "paused";

  static RootIndex of(RootSet set) {
    return new RootIndex(
        set.roots().stream().map(OwnRoot::name).collect(ImmutableList.toImmutableList()),
        set.signing(),
        set.rotation());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    trusted.forEach(name -> line(text, TRUSTED, name));
    line(text, SIGNING, signing);
    rotation.ifPresent(
        it -> {
          line(text, STAGE, it.stage().name());
          line(text, OUTGOING, it.outgoing());
          line(text, INCOMING, it.incoming());
          line(text, SINCE, it.since().toString());
          it.retireAt().ifPresent(end -> line(text, RETIRE_AT, end.toString()));
          line(text, PAUSED, Boolean.toString(it.paused()));
        });
    return text.toString();
  }

  private static void line(StringBuilder text, String word, String value) {
    text.append(word).append(' ').append(value).append('\n');
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  static RootIndex parse(String text) {
    ImmutableList.Builder<String> trusted = ImmutableList.builder();
    Map<String, String> values = new HashMap<>();
    for (String line : Splitter.on('\n').omitEmptyStrings().trimResults().split(text)) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("a line has no value");
      }
      String value = line.substring(space + 1);
      if (line.startsWith(TRUSTED + " ")) {
        trusted.add(name(value));
      } else {
        values.put(line.substring(0, space), value);
      }
    }
    return new RootIndex(
        trusted.build(),
        name(value(values, SIGNING)),
        values.containsKey(STAGE) ? Optional.of(rotation(values)) : Optional.empty());
  }

  private static Rotation rotation(Map<String, String> values) {
    try {
      return new Rotation(
          Rotation.Stage.valueOf(value(values, STAGE)),
          name(value(values, OUTGOING)),
          name(value(values, INCOMING)),
          Instant.parse(value(values, SINCE)),
          Optional.ofNullable(values.get(RETIRE_AT)).map(Instant::parse),
          Boolean.parseBoolean(values.get(PAUSED)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("it has something that is no time", e);
    }
  }

  private static String value(Map<String, String> values, String word) {
    String value = values.get(word);
    if (value == null) {
      throw new IllegalArgumentException("it does not say " + word);
    }
    return value;
  }

  /** It becomes part of a file's name. */
  private static String name(String text) {
    if (!text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalArgumentException("a root's name is not a serial number");
    }
    return text;
  }
}

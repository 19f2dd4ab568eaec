package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.diagnostic.Severity;
import java.util.HashMap;
import java.util.Map;

/**
 * A file of configuration as it was last read: its objects, and what is wrong with it.
 *
 * <p>Reading a file again takes the earlier reading as its argument, and a document whose text has
 * not changed is not read again but gives the same objects, by reference. So one edit in a file of
 * a thousand objects costs one object, and everybody downstream sees at a glance which one.
 */
public final class ConfigFile {

  private final String name;
  private final Map<String, ReadDocument> byText;
  private final ImmutableList<LocatedObject> objects;
  private final ImmutableList<LocatedStandIn> standIns;
  private final ImmutableList<Diagnostic> diagnostics;

  /** What one document's text gives. Positions are as if the document were the whole file. */
  private record ReadDocument(ImmutableList<Reading> readings) {}

  private record Reading(Decoded<?> decoded, Position position) {}

  private ConfigFile(
      String name,
      Map<String, ReadDocument> byText,
      ImmutableList<LocatedObject> objects,
      ImmutableList<LocatedStandIn> standIns,
      ImmutableList<Diagnostic> diagnostics) {
    this.name = name;
    this.byText = byText;
    this.objects = objects;
    this.standIns = standIns;
    this.diagnostics = diagnostics;
  }

  /** A file that nobody has read yet. */
  public static ConfigFile unread(String name) {
    return new ConfigFile(
        name, Map.of(), ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
  }

  /** Reads a file for the first time. */
  public static ConfigFile read(String name, String text) {
    return unread(name).reread(text);
  }

  /** This file with a new text. This object stays what it was. */
  public ConfigFile reread(String text) {
    StringPool strings = new StringPool();
    Map<String, ReadDocument> read = new HashMap<>();
    ImmutableList.Builder<LocatedObject> found = ImmutableList.builder();
    ImmutableList.Builder<LocatedStandIn> closed = ImmutableList.builder();
    ImmutableList.Builder<Diagnostic> problems = ImmutableList.builder();
    for (DocumentText document : DocumentText.split(text)) {
      ReadDocument known = read.get(document.text());
      if (known == null) {
        known = byText.get(document.text());
      }
      if (known == null) {
        known = read(document.text(), strings);
      }
      read.put(document.text(), known);
      int shift = document.firstLine() - 1;
      for (Reading reading : known.readings()) {
        Position position = shifted(reading.position(), shift);
        switch (reading.decoded()) {
          case Decoded.Accepted<?> accepted ->
              found.add(new LocatedObject(accepted.object(), position));
          case Decoded.Rejected<?> rejected ->
              rejected
                  .standIn()
                  .ifPresent(standIn -> closed.add(new LocatedStandIn(standIn, position)));
          case Decoded.Skipped<?> _ -> {}
        }
        for (Diagnostic diagnostic : reading.decoded().diagnostics()) {
          problems.add(shifted(diagnostic, shift));
        }
      }
    }
    return new ConfigFile(name, read, found.build(), closed.build(), problems.build());
  }

  public String name() {
    return name;
  }

  /** The usable objects in the file's order. */
  public ImmutableList<LocatedObject> objects() {
    return objects;
  }

  /** What must hold in the place of refused policies that have no last good version. */
  public ImmutableList<LocatedStandIn> standIns() {
    return standIns;
  }

  /** Everything that is wrong or odd, in the file's order. */
  public ImmutableList<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Objects that are written here but are not usable: their last good versions may stay. */
  public ImmutableSet<ConfigKey> rejected() {
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .map(Diagnostic::object)
        .filter(key -> !key.equals(ConfigKey.NONE))
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * Whether some document is so broken that it does not name its object: then no object that was
   * here before can be said to be gone.
   */
  public boolean hasUnnamedErrors() {
    return diagnostics.stream()
        .anyMatch(
            diagnostic ->
                diagnostic.severity() == Severity.ERROR
                    && diagnostic.object().equals(ConfigKey.NONE));
  }

  private ReadDocument read(String text, StringPool strings) {
    ParsedText parsed = ParsedText.of(text, strings);
    ImmutableList.Builder<Reading> readings = ImmutableList.builder();
    for (ConfigTree tree : parsed.trees()) {
      Document document = new Document(name, 1, tree);
      readings.add(
          new Reading(ConfigReader.read(document), document.position(tree.line(), tree.column())));
    }
    parsed
        .broken()
        .map(broken -> DocumentReader.malformed(name, 1, broken))
        .ifPresent(
            diagnostic ->
                readings.add(
                    new Reading(
                        new Decoded.Rejected<>(
                            diagnostic.object(),
                            ConfigDecoder.standIn(
                                new Document(name, 1, parsed.partial()), diagnostic),
                            ImmutableList.of(diagnostic)),
                        diagnostic.position())));
    return new ReadDocument(readings.build());
  }

  private static Position shifted(Position position, int lines) {
    return lines == 0
        ? position
        : new Position(position.file(), position.line() + lines, position.column());
  }

  private static Diagnostic shifted(Diagnostic diagnostic, int lines) {
    return lines == 0
        ? diagnostic
        : new Diagnostic(
            diagnostic.severity(),
            diagnostic.code(),
            diagnostic.object(),
            shifted(diagnostic.position(), lines),
            diagnostic.field(),
            diagnostic.message());
  }
}

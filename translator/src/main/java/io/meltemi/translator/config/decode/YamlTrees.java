package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Builds trees from the events of one YAML text.
 *
 * <p>Trees are immutable, so an alias costs one reference however large its target is; what it
 * stands for is counted all the same, since everything after us walks it.
 */
final class YamlTrees {

  private static final String SPEC = "spec";

  private record Anchored(ConfigTree tree, int nodes) {}

  private final ParserImpl events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private final StringPool strings;
  private int nodes;
  private int line = 1;
  private int column = 1;

  /** The top-level mapping as far as it was read: names the object of a broken document. */
  private @Nullable MappingBuilder root;

  /** And its {@code spec}, which says whom a broken policy is for. */
  private @Nullable MappingBuilder spec;

  /** The field of the top-level mapping that is being read. */
  private String topKey = "";

  YamlTrees(String text, StringPool strings) {
    LoadSettings settings = settings(text.length());
    this.events = new ParserImpl(settings, new StreamReader(settings, text));
    this.strings = strings;
  }

  /**
   * Reads the text at once: where it is read by the piece, what was read of a long scalar is copied
   * with each piece, and a megabyte costs gigabytes.
   */
  private static LoadSettings settings(int length) {
    return LoadSettings.builder()
        .setCodePointLimit(ReadLimits.DOCUMENT_CHARS)
        .setBufferSize(length + 1)
        .build();
  }

  /** All documents of the text; several if it ends documents with {@code ...}. */
  ImmutableList<ConfigTree> readAll() throws MalformedException {
    ImmutableList.Builder<ConfigTree> trees = ImmutableList.builder();
    while (true) {
      Event event = next();
      switch (event.getEventId()) {
        case StreamStart, DocumentEnd, Comment -> {}
        case DocumentStart -> {
          anchors.clear();
          nodes = 0;
          root = null;
          spec = null;
          topKey = "";
          trees.add(tree(next(), 0));
        }
        case StreamEnd -> {
          return trees.build();
        }
        case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
            throw new IllegalStateException("a value outside of a document: " + event);
      }
    }
  }

  /** What was read of the document that {@link #readAll} failed on. */
  Mapping partial() {
    if (root == null) {
      return Mapping.EMPTY;
    }
    Mapping read = root.build(1, 1);
    return spec == null || read.indexOf(SPEC) >= 0
        ? read
        : new Mapping(
            ImmutableList.<Entry>builder()
                .addAll(read.entries())
                .add(new Entry(SPEC, line, column, spec.build(line, column)))
                .build(),
            1,
            1);
  }

  private ConfigTree tree(Event event, int depth) throws MalformedException {
    if (++nodes > ReadLimits.NODES) {
      throw malformed("the document has more than " + ReadLimits.NODES + " values");
    }
    if (depth > ReadLimits.DEPTH) {
      throw malformed("the document is nested deeper than " + ReadLimits.DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    int before = nodes;
    ConfigTree tree =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent _ -> sequence(depth);
          case MappingStartEvent _ -> mapping(depth);
          default -> throw new IllegalStateException("not the beginning of a value: " + event);
        };
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), new Anchored(tree, nodes - before));
    }
    return tree;
  }

  private ConfigTree aliased(AliasEvent alias) throws MalformedException {
    Anchored target = anchors.get(alias.getAlias());
    if (target == null) {
      throw malformed("the alias *" + alias.getAlias() + " has no anchor before it");
    }
    if (nodes + target.nodes() > ReadLimits.NODES) {
      throw malformed("with its aliases the document has too many values");
    }
    nodes += target.nodes();
    return target.tree();
  }

  private ConfigTree sequence(int depth) throws MalformedException {
    int startLine = line;
    int startColumn = column;
    ImmutableList.Builder<ConfigTree> items = ImmutableList.builder();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(tree(event, depth + 1));
    }
    return new Sequence(items.build(), startLine, startColumn);
  }

  private ConfigTree mapping(int depth) throws MalformedException {
    int startLine = line;
    int startColumn = column;
    MappingBuilder builder = new MappingBuilder();
    if (depth == 0) {
      root = builder;
    } else if (depth == 1 && topKey.equals(SPEC)) {
      spec = builder;
    }
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      int keyLine = line;
      int keyColumn = column;
      if (!(tree(event, depth + 1) instanceof Scalar key)) {
        throw new MalformedException(
            "a key is a list or a mapping; text was expected", keyLine, keyColumn);
      }
      boolean plain = event instanceof ScalarEvent scalar && scalar.isPlain();
      topKey = depth == 0 ? key.text() : topKey;
      ConfigTree value = tree(next(), depth + 1);
      builder.add(new Entry(key.text(), keyLine, keyColumn, value), plain);
    }
    return builder.build(startLine, startColumn);
  }

  private Scalar scalar(ScalarEvent event) throws MalformedException {
    if (!Scalars.isUnicode(event.getValue())) {
      throw malformed("half of a character is no text");
    }
    String text = strings.shared(event.getValue());
    Scalar.Type type;
    if (event.getTag().isPresent()) {
      type = tagged(event.getTag().get(), text);
    } else {
      type = event.isPlain() ? CoreSchema.typeOf(text) : Scalar.Type.STRING;
    }
    return new Scalar(text, type, line, column);
  }

  /** {@code !!str 1} is a string; any other tag leaves the text to speak for itself. */
  private static Scalar.Type tagged(String tag, String text) {
    return tag.equals("tag:yaml.org,2002:str") || tag.equals("!")
        ? Scalar.Type.STRING
        : CoreSchema.typeOf(text);
  }

  private Event next() throws MalformedException {
    try {
      Event event = events.next();
      if (event.getStartMark().isPresent()) {
        Mark mark = event.getStartMark().get();
        line = mark.getLine() + 1;
        column = mark.getColumn() + 1;
      }
      return event;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      throw new MalformedException(
          problem(e),
          mark.map(m -> m.getLine() + 1).orElse(line),
          mark.map(m -> m.getColumn() + 1).orElse(column));
    } catch (RuntimeException e) {
      // Whatever a foreign parser throws on a stranger's text says that the text is not readable.
      throw malformed(String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"));
    }
  }

  private static String problem(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ", ";
    return "not YAML: " + context + e.getProblem();
  }

  private MalformedException malformed(String message) {
    return new MalformedException(message, line, column);
  }
}

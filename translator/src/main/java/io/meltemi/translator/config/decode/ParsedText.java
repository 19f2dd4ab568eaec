package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import java.util.Optional;

/**
 * The text of one document as a tree, or why it is none. Positions are relative to the text.
 *
 * @param trees mostly one; several when the document is a Kubernetes {@code List}
 */
record ParsedText(ImmutableList<ConfigTree> trees, Optional<Broken> broken) {

  /** Where a document could not be read on, and its fields before that place. */
  record Broken(String message, int line, int column, Mapping partial) {}

  /** The fields of a broken document that were read before it broke; of a good one, nothing. */
  Mapping partial() {
    return broken.map(Broken::partial).orElse(Mapping.EMPTY);
  }

  static ParsedText of(String text, StringPool strings) {
    if (text.length() > ReadLimits.DOCUMENT_CHARS) {
      return broken(
          new MalformedException(
              "the document is longer than "
                  + (ReadLimits.DOCUMENT_CHARS >> 20)
                  + " MiB; split it into several",
              1,
              1),
          Mapping.EMPTY);
    }
    if (looksLikeJson(text)) {
      try {
        return ofTrees(JsonTrees.readAll(text, strings));
      } catch (MalformedException _) {
        // YAML's flow style begins like JSON, so what is wrong is for the YAML reader to say.
      }
    }
    YamlTrees yaml = new YamlTrees(text, strings);
    try {
      return ofTrees(yaml.readAll());
    } catch (MalformedException e) {
      return broken(e, yaml.partial());
    }
  }

  private static ParsedText broken(MalformedException e, Mapping partial) {
    return new ParsedText(
        ImmutableList.of(), Optional.of(new Broken(e.message(), e.line(), e.column(), partial)));
  }

  private static boolean looksLikeJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        return c == '{' || c == '[';
      }
    }
    return false;
  }

  private static ParsedText ofTrees(ImmutableList<ConfigTree> trees) {
    ImmutableList.Builder<ConfigTree> expanded = ImmutableList.builder();
    trees.forEach(tree -> expand(tree, expanded));
    return new ParsedText(expanded.build(), Optional.empty());
  }

  /** {@code kind: List} (or {@code VirtualServiceList}) stands for its items. */
  private static void expand(ConfigTree tree, ImmutableList.Builder<ConfigTree> into) {
    if (tree instanceof Mapping mapping
        && mapping.text("kind").endsWith("List")
        && mapping.value("items") instanceof Sequence items) {
      String itemKind = mapping.text("kind").substring(0, mapping.text("kind").length() - 4);
      for (ConfigTree item : items.items()) {
        expand(typed(item, itemKind, mapping.text("apiVersion")), into);
      }
    } else if (!(tree instanceof ConfigTree.Scalar scalar && scalar.isNull())) {
      into.add(tree);
    }
  }

  /** Items of a typed list may leave out what the list says already. */
  private static ConfigTree typed(ConfigTree item, String kind, String apiVersion) {
    if (kind.isEmpty() || !(item instanceof Mapping mapping) || mapping.indexOf("kind") >= 0) {
      return item;
    }
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    entries.addAll(mapping.entries());
    entries.add(text("kind", kind, mapping));
    if (mapping.indexOf("apiVersion") < 0) {
      entries.add(text("apiVersion", apiVersion, mapping));
    }
    return new Mapping(entries.build(), mapping.line(), mapping.column());
  }

  private static Entry text(String key, String value, Mapping at) {
    ConfigTree scalar =
        new ConfigTree.Scalar(value, ConfigTree.Scalar.Type.STRING, at.line(), at.column());
    return new Entry(key, at.line(), at.column(), scalar);
  }
}

package io.meltemi.webhook.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as kubectl reads it, which is 1.1 of some kind: {@code yes} is true, {@code 0644} is octal,
 * {@code <<} merges, but {@code 12:30} and {@code 2026-01-31} are texts. Written so that readers of
 * 1.1 and of 1.2 read the same.
 */
final class KubeYaml {

  private static final int LARGEST = 64 * 1024 * 1024;
  private static final int WIDTH = 120;

  /** What no reader of YAML takes for anything but a text. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][-A-Za-z0-9_./=@]*");

  private static final ImmutableSet<String> WORDS =
      ImmutableSet.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private static final ObjectMapper JSON = new ObjectMapper();

  private KubeYaml() {}

  /** One document. Throws what snakeyaml throws if it is none. */
  static JsonNode read(String document) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(LARGEST);
    Object tree =
        new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new KubectlsTypes())
            .load(document);
    return JSON.valueToTree(tree);
  }

  static String write(JsonNode tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setWidth(WIDTH);
    options.setSplitLines(false);
    return new Yaml(new CarefulTexts(options), options).dump(JSON.convertValue(tree, Object.class));
  }

  private static final class KubectlsTypes extends Resolver {

    private static final Pattern WHOLE =
        Pattern.compile("[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)");
    private static final Pattern FRACTION =
        Pattern.compile(
            "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\\.inf|\\.nan");

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
      addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, FRACTION, "-+0123456789.");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }

  /** Quotes whatever might be taken for something else than a text. */
  private static final class CarefulTexts extends Representer {

    CarefulTexts(DumperOptions options) {
      super(options);
      representers.put(String.class, text -> representText((String) text));
    }

    private Node representText(String text) {
      boolean plain =
          PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
      ScalarStyle style =
          plain
              ? ScalarStyle.PLAIN
              : text.indexOf('\n') >= 0 ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
      return representScalar(Tag.STR, text, style);
    }
  }
}

package io.meltemi.translator.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.StringWriter;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Envoy messages as people read them: JSON and YAML in Envoy's own field names. */
public final class XdsText {

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().usingTypeRegistry(EnvoyTypes.REGISTRY).preservingProtoFieldNames();

  private XdsText() {}

  /** The resource as JSON, what is inside its {@code Any}s spelled out and secrets blacked out. */
  public static String json(XdsResource resource) {
    return json(Redaction.packed(resource));
  }

  /** A message as JSON; an {@code Any} of a type we do not know prints as its raw bytes. */
  public static String json(MessageOrBuilder message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a type is missing from EnvoyTypes: " + e.getMessage(), e);
    }
  }

  /** The resource as YAML, without the {@code @type} that its kind says already. */
  public static String yaml(XdsResource resource) {
    Object tree = tree(json(resource));
    if (tree instanceof java.util.Map<?, ?> map) {
      map.remove("@type");
    }
    return yaml(tree);
  }

  /** A message as YAML. */
  public static String yaml(Any message) {
    return yaml(tree(json(message)));
  }

  private static Object tree(String json) {
    return new Load(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build())
        .loadFromString(json);
  }

  private static String yaml(Object tree) {
    StringWriter text = new StringWriter();
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build();
    text.write(new Dump(settings).dumpToString(tree));
    return text.toString();
  }
}

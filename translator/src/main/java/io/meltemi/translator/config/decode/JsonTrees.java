package io.meltemi.translator.config.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Builds trees from JSON, one value after the other. */
final class JsonTrees {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(ReadLimits.DEPTH)
                  .maxStringLength(ReadLimits.DOCUMENT_CHARS)
                  .build())
          .build();

  private final JsonParser json;
  private final StringPool strings;

  private JsonTrees(JsonParser json, StringPool strings) {
    this.json = json;
    this.strings = strings;
  }

  static ImmutableList<ConfigTree> readAll(String text, StringPool strings)
      throws MalformedException {
    try (JsonParser json = FACTORY.createParser(text)) {
      JsonTrees trees = new JsonTrees(json, strings);
      ImmutableList.Builder<ConfigTree> all = ImmutableList.builder();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        all.add(trees.tree(token));
      }
      return all.build();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new MalformedException(
          "not JSON: " + e.getOriginalMessage(),
          at == null ? 1 : at.getLineNr(),
          at == null ? 1 : at.getColumnNr());
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  private ConfigTree tree(JsonToken token) throws IOException, MalformedException {
    JsonLocation at = json.currentTokenLocation();
    int line = at.getLineNr();
    int column = at.getColumnNr();
    return switch (token) {
      case START_OBJECT -> mapping(line, column);
      case START_ARRAY -> sequence(line, column);
      case VALUE_STRING -> scalar(Scalar.Type.STRING, line, column);
      case VALUE_NUMBER_INT -> scalar(Scalar.Type.INT, line, column);
      case VALUE_NUMBER_FLOAT -> scalar(Scalar.Type.FLOAT, line, column);
      case VALUE_TRUE, VALUE_FALSE -> scalar(Scalar.Type.BOOL, line, column);
      case VALUE_NULL -> scalar(Scalar.Type.NULL, line, column);
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new MalformedException("not JSON: unexpected " + token, line, column);
    };
  }

  private Scalar scalar(Scalar.Type type, int line, int column)
      throws IOException, MalformedException {
    return new Scalar(text(json.getText(), line, column), type, line, column);
  }

  private String text(String text, int line, int column) throws MalformedException {
    if (!Scalars.isUnicode(text)) {
      throw new MalformedException("half of a character is no text", line, column);
    }
    return strings.shared(text);
  }

  private ConfigTree mapping(int line, int column) throws IOException, MalformedException {
    MappingBuilder builder = new MappingBuilder();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      JsonLocation at = json.currentTokenLocation();
      String key = text(json.currentName(), at.getLineNr(), at.getColumnNr());
      ConfigTree value = tree(json.nextToken());
      builder.add(new Entry(key, at.getLineNr(), at.getColumnNr(), value), false);
    }
    return builder.build(line, column);
  }

  private ConfigTree sequence(int line, int column) throws IOException, MalformedException {
    ImmutableList.Builder<ConfigTree> items = ImmutableList.builder();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      items.add(tree(token));
    }
    return new Sequence(items.build(), line, column);
  }
}

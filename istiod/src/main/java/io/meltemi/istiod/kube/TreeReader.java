package io.meltemi.istiod.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import java.io.IOException;

/** Reads JSON as trees and passes over what is not to be kept. */
final class TreeReader {

  /** Values that came from no text have no place. */
  private static final int NOWHERE = 0;

  private final SharedStrings strings;

  TreeReader(SharedStrings strings) {
    this.strings = strings;
  }

  /** An object of the API; the parser stands at its opening brace, and then at its closing one. */
  ApiObject object(JsonParser json, Resource resource) throws IOException {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    entries.add(text("apiVersion", resource.apiVersion()), text("kind", resource.kind()));
    ImmutableList<Entry> meta = ImmutableList.of();
    expect(json, json.currentToken(), JsonToken.START_OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = strings.shared(json.currentName());
      json.nextToken();
      if (field.equals("apiVersion") || field.equals("kind")) {
        json.skipChildren();
        continue;
      }
      Keep keep = resource.keep().of(field);
      if (keep == Keep.NOTHING) {
        json.skipChildren();
        continue;
      }
      ConfigTree value = tree(json, keep);
      if (field.equals("metadata") && value instanceof Mapping mapping) {
        meta = mapping.entries();
      }
      entries.add(entry(field, value));
    }
    return new ApiObject(
        scalar(meta, "namespace"),
        scalar(meta, "name"),
        scalar(meta, "resourceVersion"),
        new Mapping(entries.build(), NOWHERE, NOWHERE));
  }

  private static String scalar(ImmutableList<Entry> entries, String field) {
    for (Entry entry : entries) {
      if (entry.key().equals(field) && entry.value() instanceof Scalar scalar) {
        return scalar.text();
      }
    }
    return "";
  }

  private ConfigTree tree(JsonParser json, Keep keep) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> mapping(json, keep);
      case START_ARRAY -> sequence(json, keep);
      case VALUE_STRING -> scalar(json, Scalar.Type.STRING);
      case VALUE_NUMBER_INT -> scalar(json, Scalar.Type.INT);
      case VALUE_NUMBER_FLOAT -> scalar(json, Scalar.Type.FLOAT);
      case VALUE_TRUE, VALUE_FALSE -> scalar(json, Scalar.Type.BOOL);
      case VALUE_NULL -> scalar(json, Scalar.Type.NULL);
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("not JSON of an API server: " + json.currentToken());
    };
  }

  private Mapping mapping(JsonParser json, Keep keep) throws IOException {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      Keep inside = keep.of(field);
      if (inside == Keep.NOTHING) {
        json.skipChildren();
      } else {
        entries.add(entry(strings.shared(field), tree(json, inside)));
      }
    }
    return new Mapping(entries.build(), NOWHERE, NOWHERE);
  }

  private Sequence sequence(JsonParser json, Keep keep) throws IOException {
    ImmutableList.Builder<ConfigTree> items = ImmutableList.builder();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(tree(json, keep));
    }
    return new Sequence(items.build(), NOWHERE, NOWHERE);
  }

  private Scalar scalar(JsonParser json, Scalar.Type type) throws IOException {
    return new Scalar(strings.shared(json.getText()), type, NOWHERE, NOWHERE);
  }

  private static Entry text(String field, String value) {
    return entry(field, new Scalar(value, Scalar.Type.STRING, NOWHERE, NOWHERE));
  }

  private static Entry entry(String field, ConfigTree value) {
    return new Entry(field, NOWHERE, NOWHERE, value);
  }

  static void expect(
      JsonParser json, @org.jspecify.annotations.Nullable JsonToken token, JsonToken wanted)
      throws IOException {
    if (token != wanted) {
      throw new IOException(
          "expected " + wanted + " but got " + token + " at " + json.currentLocation());
    }
  }
}

package io.meltemi.istiod.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a watch. */
final class WatchReader implements AutoCloseable {

  private final JsonParser json;
  private final TreeReader trees;
  private final Resource resource;

  /** What an object of the kind Status is read as: whole. */
  private final Resource status;

  WatchReader(JsonParser json, TreeReader trees, Resource resource) {
    this.json = json;
    this.trees = trees;
    this.resource = resource;
    this.status = Resource.of("", "v1", "", "Status", Keep.ALL);
  }

  /** The next event; null when the server has ended the watch in good order. */
  @Nullable WatchEvent next() throws IOException {
    JsonToken token = json.nextToken();
    if (token == null) {
      return null;
    }
    TreeReader.expect(json, token, JsonToken.START_OBJECT);
    String type = "";
    @Nullable ApiObject object = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        // A server writes the type first, always.
        case "type" -> type = json.getText();
        case "object" -> object = trees.object(json, type.equals("ERROR") ? status : resource);
        default -> json.skipChildren();
      }
    }
    if (object == null) {
      throw new IOException("an event of a watch has no object");
    }
    return switch (type) {
      case "ADDED", "MODIFIED" -> new WatchEvent.Changed(object);
      case "DELETED" -> new WatchEvent.Removed(object);
      case "BOOKMARK" -> new WatchEvent.Bookmark(object.resourceVersion());
      case "ERROR" -> failed(object);
      default -> throw new IOException("an event of a watch has the type " + type);
    };
  }

  private static WatchEvent failed(ApiObject status) {
    int code = 0;
    String message = "";
    for (Entry entry : status.tree().entries()) {
      ConfigTree value = entry.value();
      if (value instanceof Scalar scalar && entry.key().equals("code")) {
        code = Integer.parseInt(scalar.text());
      } else if (value instanceof Scalar scalar && entry.key().equals("message")) {
        message = scalar.text();
      }
    }
    return new WatchEvent.Failed(code, message);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}

package io.meltemi.istiod.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Consumer;

/** Lists all objects of a kind, page by page. */
final class ListReader {

  /** As client-go: enough to be quick, little enough for the server to make at once. */
  private static final int PAGE = 500;

  private final KubeApi api;
  private final TreeReader trees;
  private final Line line;

  ListReader(KubeApi api, TreeReader trees, Line line) {
    this.api = api;
    this.trees = trees;
    this.line = line;
  }

  /** What a page says besides its objects. */
  private static final class Page {
    private String resourceVersion = "";
    private String next = "";
  }

  /**
   * Tells each object; all of them as they were at one moment, which no other server's answer was
   * earlier than.
   *
   * @return the resourceVersion of that moment, from which one can watch
   */
  String list(Resource resource, Consumer<ApiObject> each) throws IOException, KubeRefusal {
    String next = "";
    while (true) {
      String more = "limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + Resource.encoded(next));
      Page page = page(resource, more, each);
      if (page.next.isEmpty()) {
        return page.resourceVersion;
      }
      next = page.next;
    }
  }

  private Page page(Resource resource, String more, Consumer<ApiObject> each)
      throws IOException, KubeRefusal {
    try (JsonParser json = api.get(resource.path(more), line)) {
      Page page = new Page();
      TreeReader.expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("items") && value == JsonToken.START_ARRAY) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            each.accept(trees.object(json, resource));
          }
        } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          meta(json, page);
        } else {
          json.skipChildren();
        }
      }
      return page;
    }
  }

  private static void meta(JsonParser json, Page page) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "resourceVersion" -> page.resourceVersion = json.getText();
        case "continue" -> page.next = json.getText();
        default -> json.skipChildren();
      }
    }
  }
}

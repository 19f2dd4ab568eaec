package io.meltemi.webhook.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.zjsonpatch.JsonPatch;
import io.meltemi.webhook.inject.Injection;
import io.meltemi.webhook.inject.InjectionInputs;
import io.meltemi.webhook.inject.Injector;
import io.meltemi.webhook.inject.PodPatch;
import io.meltemi.webhook.serve.InjectionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Puts proxies into the pods of a manifest, as the webhook would put them into the pods that are
 * made of it. A document without such a pod stays as it is written, to the last comment.
 */
public final class ManifestInjector {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line that begins with it begins a document, also inside of texts: YAML 1.2, 9.1.4. */
  private static final Pattern BEGINNING = Pattern.compile("(?m)^(?=---(?:\\s|$))");

  private final InjectionContext context;
  private final String namespace;
  private final Supplier<String> drainKeys;
  private final List<String> notes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * What came of a manifest.
   *
   * @param notes what was left as it is, and why; and what a pod asks for in vain
   * @param problems if there are any, the text is not to be used
   */
  public record Manifest(
      String text, ImmutableList<String> notes, ImmutableList<String> problems) {}

  private ManifestInjector(InjectionContext context, String namespace, Supplier<String> drainKeys) {
    this.context = context;
    this.namespace = namespace;
    this.drainKeys = drainKeys;
  }

  /**
   * Puts the proxy into every pod of a text.
   *
   * @param text documents of YAML or JSON
   * @param namespace of objects that do not say theirs
   * @param drainKeys a secret for each pod, see {@link InjectionInputs}
   */
  public static Manifest inject(
      String text, InjectionContext context, String namespace, Supplier<String> drainKeys) {
    ManifestInjector injector = new ManifestInjector(context, namespace, drainKeys);
    StringBuilder out = new StringBuilder();
    int number = 0;
    for (String document : documents(text)) {
      out.append(injector.document(document, ++number));
    }
    return new Manifest(
        out.toString(),
        ImmutableList.copyOf(injector.notes),
        ImmutableList.copyOf(injector.problems));
  }

  private static ImmutableList<String> documents(String text) {
    ImmutableList.Builder<String> documents = ImmutableList.builder();
    int start = 0;
    Matcher beginning = BEGINNING.matcher(text);
    while (beginning.find()) {
      documents.add(text.substring(start, beginning.start()));
      start = beginning.start();
    }
    return documents.add(text.substring(start)).build();
  }

  private String document(String text, int number) {
    try {
      if (!(KubeYaml.read(text) instanceof ObjectNode object) || !object(object)) {
        return text;
      }
      return (text.startsWith("---") ? "---\n" : "") + KubeYaml.write(object);
    } catch (YAMLException | IllegalArgumentException e) {
      problems.add("document " + number + ": " + e.getMessage());
      return text;
    }
  }

  /** Whether anything of the object is other than before. */
  private boolean object(ObjectNode object) {
    String kind = object.path("kind").asText();
    if (kind.equals("List") && object.get("items") instanceof ArrayNode items) {
      boolean changed = false;
      for (JsonNode item : items) {
        changed |= item instanceof ObjectNode one && object(one);
      }
      return changed;
    }
    @Nullable String place = PodTemplates.of(object.path("apiVersion").asText(), kind);
    return place != null
        && object.at(JsonPointer.compile(place)) instanceof ObjectNode template
        && template.get("spec") instanceof ObjectNode
        && template(object, template);
  }

  private boolean template(ObjectNode object, ObjectNode template) {
    String own = object.path("metadata").path("namespace").asText(namespace);
    String name =
        object.path("kind").asText()
            + " "
            + own
            + "/"
            + object.path("metadata").path("name").asText();
    Pod pod;
    try {
      pod = JSON.treeToValue(pod(object, template), Pod.class);
    } catch (JsonProcessingException e) {
      problems.add(name + ": " + e.getOriginalMessage());
      return false;
    }
    Injection injection =
        Injector.inject(
            new InjectionInputs(
                pod,
                own,
                context.values(),
                context.mesh(),
                context.proxyConfigs(own),
                context.cluster(),
                ImmutableSortedMap.of(),
                drainKeys.get()));
    return switch (injection) {
      case Injection.Skipped skipped -> {
        notes.add(name + " is left as it is: " + skipped.why());
        yield false;
      }
      case Injection.Refused refused -> {
        refused.problems().forEach(problem -> problems.add(name + ": " + problem));
        yield false;
      }
      case Injection.Injected injected -> {
        injected.warnings().forEach(warning -> notes.add(name + ": " + warning));
        if (!(template.get("metadata") instanceof ObjectNode)) {
          template.putObject("metadata");
        }
        JsonNode patched =
            JsonPatch.apply((ArrayNode) PodPatch.between(pod, injected.pod()), template);
        template.removeAll().setAll((ObjectNode) patched);
        yield true;
      }
    };
  }

  /** As the controller of the object would make it: owned by it. */
  private static ObjectNode pod(ObjectNode object, ObjectNode template) {
    ObjectNode pod = template.deepCopy();
    ObjectNode meta =
        pod.get("metadata") instanceof ObjectNode known ? known : pod.putObject("metadata");
    if (template != object) {
      meta.putArray("ownerReferences")
          .addObject()
          .put("apiVersion", object.path("apiVersion").asText())
          .put("kind", object.path("kind").asText())
          .put("name", object.path("metadata").path("name").asText())
          .put("controller", true);
    }
    return pod;
  }
}

package io.meltemi.translator.schema;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.decode.ConfigDecoder;
import io.meltemi.translator.config.decode.ObjectShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes the CustomResourceDefinition of a kind. */
final class CrdWriter {

  private static final String HEAD =
      "# Made from the decoders by `make crds`; change those, or"
          + " translator/src/test/resources/schema.\n";

  private final SchemaWriter schemas;
  private final Sidenotes descriptions;

  CrdWriter(Sidenotes descriptions, Sidenotes constraints) {
    this.descriptions = descriptions;
    this.schemas = new SchemaWriter(descriptions, constraints);
  }

  String crd(IstioKind istio) {
    String kind = istio.kind().kind();
    Map<String, Object> crd = new LinkedHashMap<>();
    crd.put("apiVersion", "apiextensions.k8s.io/v1");
    crd.put("kind", "CustomResourceDefinition");
    crd.put(
        "metadata",
        ImmutableMap.of(
            "name",
            istio.crdName(),
            "annotations",
            ImmutableMap.of("helm.sh/resource-policy", "keep"),
            "labels",
            ImmutableMap.of("app", "istio-pilot", "app.kubernetes.io/part-of", "meltemi")));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("group", istio.kind().group());
    spec.put("scope", "Namespaced");
    spec.put("names", names(istio, kind));
    List<Object> versions = new ArrayList<>();
    for (String version : istio.kind().versions()) {
      versions.add(version(istio, version));
    }
    spec.put("versions", versions);
    crd.put("spec", spec);
    return HEAD
        + new Dump(
                DumpSettings.builder()
                    .setDefaultFlowStyle(FlowStyle.BLOCK)
                    .setDereferenceAliases(true)
                    .setWidth(120)
                    .build())
            .dumpToString(crd);
  }

  private static Map<String, Object> names(IstioKind istio, String kind) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("kind", kind);
    names.put("listKind", kind + "List");
    names.put("plural", istio.plural());
    names.put("singular", Ascii.toLowerCase(kind));
    if (!istio.shortNames().isEmpty()) {
      names.put("shortNames", istio.shortNames());
    }
    names.put("categories", ImmutableList.of("istio-io", istio.kind().group().replace('.', '-')));
    return names;
  }

  private Map<String, Object> version(IstioKind istio, String version) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("name", version);
    said.put("served", true);
    said.put("storage", version.equals(istio.storedVersion()));
    said.put("subresources", ImmutableMap.of("status", ImmutableMap.of()));
    said.put("additionalPrinterColumns", columns(istio));
    said.put("schema", ImmutableMap.of("openAPIV3Schema", object(istio)));
    return said;
  }

  private List<Object> columns(IstioKind istio) {
    List<Object> columns = new ArrayList<>();
    istio
        .columns()
        .forEach(
            (name, path) ->
                columns.add(ImmutableMap.of("name", name, "type", "string", "jsonPath", path)));
    columns.add(
        ImmutableMap.of(
            "name", "Accepted",
            "type", "string",
            "description", "Whether istiod uses the object; its status says why not.",
            "jsonPath", ".status.conditions[?(@.type==\"Accepted\")].status"));
    columns.add(
        ImmutableMap.of("name", "Age", "type", "date", "jsonPath", ".metadata.creationTimestamp"));
    return columns;
  }

  private Map<String, Object> object(IstioKind istio) {
    ObjectShape shape = ConfigDecoder.specShape(istio.kind());
    String kind = istio.kind().kind();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("description", descriptions.note(kind, Sidenotes.SELF, ""));
    spec.putAll(schemas.schema(shape, kind));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "object");
    if (istio.requiresSpec()) {
      object.put("required", ImmutableList.of("spec"));
    }
    object.put("properties", ImmutableMap.of("spec", spec, "status", StatusSchema.schema()));
    return object;
  }
}

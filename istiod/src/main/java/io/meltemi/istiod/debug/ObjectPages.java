package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.xds.NackedResource;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshModel;
import java.io.IOException;
import java.util.function.Supplier;

/** Pages about the user's objects: what holds, and what is wrong with them. */
final class ObjectPages {

  private final Supplier<MeshModel> model;
  private final ProxyRegistry proxies;
  private final ReportBoard reports;

  ObjectPages(Supplier<MeshModel> model, ProxyRegistry proxies, ReportBoard reports) {
    this.model = model;
    this.proxies = proxies;
    this.reports = reports;
  }

  ImmutableMap<String, Page> all() {
    return ImmutableMap.of(
        "configz", Page.json(this::configz),
        "mesh", Page.ofObject(() -> model.get().meshConfig()),
        "diagnostics", Page.json(this::diagnostics));
  }

  /** The objects that are in effect, as they were understood, and where each is written down. */
  private void configz(JsonGenerator json) throws IOException {
    MeshModel now = model.get();
    json.writeStartArray();
    for (ConfigObject<?> object :
        Iterables.<ConfigObject<?>>concat(
            now.virtualServices().all(),
            now.destinationRules().all(),
            now.gateways().all(),
            now.sidecars().all(),
            now.envoyFilters().all(),
            now.proxyConfigs().all(),
            now.peerAuthentications().all(),
            now.requestAuthentications().all(),
            now.authorizationPolicies().all(),
            now.telemetries().all(),
            now.wasmPlugins().all())) {
      object(json, now, object);
    }
    json.writeEndArray();
  }

  private static void object(JsonGenerator json, MeshModel now, ConfigObject<?> object)
      throws IOException {
    ConfigKind kind = object.key().kind();
    json.writeStartObject();
    json.writeStringField("apiVersion", kind.group() + "/" + kind.versions().getFirst());
    json.writeStringField("kind", kind.kind());
    json.writeObjectFieldStart("metadata");
    json.writeStringField("namespace", object.namespace());
    json.writeStringField("name", object.name());
    ServiceJson.texts(json, "labels", object.meta().labels());
    json.writeStringField("creationTimestamp", object.meta().creationTimestamp().toString());
    json.writeEndObject();
    position(json, now.positions().of(object.key()));
    json.writeFieldName("spec");
    RecordJson.write(json, object.spec());
    json.writeEndObject();
  }

  private static void position(JsonGenerator json, Position position) throws IOException {
    if (!position.equals(Position.NONE)) {
      json.writeStringField("position", position.toString());
    }
  }

  /** All that is wrong with the user's objects: as they were read, together, and at the proxies. */
  private void diagnostics(JsonGenerator json) throws IOException {
    MeshModel now = model.get();
    json.writeStartArray();
    for (Diagnostic diagnostic : reports.all()) {
      diagnostic(json, diagnostic);
    }
    for (Diagnostic diagnostic : now.diagnostics().byObject().values()) {
      diagnostic(json, now.located(diagnostic));
    }
    for (NackedResource nacked : proxies.nackedResources()) {
      if (nacked.origins().isEmpty()) { // of the others the reports tell, once for all proxies
        diagnostic(json, Nacks.diagnostic(nacked));
      }
    }
    json.writeEndArray();
  }

  private static void diagnostic(JsonGenerator json, Diagnostic diagnostic) throws IOException {
    json.writeStartObject();
    json.writeStringField("severity", diagnostic.severity().name());
    json.writeStringField("code", diagnostic.code().title());
    json.writeStringField("object", diagnostic.object().toString());
    position(json, diagnostic.position());
    if (!diagnostic.field().isEmpty()) {
      json.writeStringField("field", diagnostic.field());
    }
    json.writeStringField("message", diagnostic.message());
    json.writeEndObject();
  }
}

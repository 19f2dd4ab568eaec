package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.xds.NackedResource;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ServiceEndpoints;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What istiod knows: the pages below {@code /debug/}. */
public final class DebugPages {

  private final Supplier<MeshModel> model;
  private final ProxyRegistry proxies;
  private final ReportBoard reports;

  public DebugPages(Supplier<MeshModel> model, ProxyRegistry proxies, ReportBoard reports) {
    this.model = model;
    this.proxies = proxies;
    this.reports = reports;
  }

  /**
   * Path → page; {@code /debug/list} names them.
   *
   * @param complaints what proxies refuse of what they should have
   */
  public ImmutableMap<String, Page> all(
      ProxySync.Complaints complaints, ConfigDumps dumps, Optional<Page> authority) {
    ImmutableSortedMap.Builder<String, Page> known = ImmutableSortedMap.naturalOrder();
    authority.ifPresent(page -> known.put("authority", page));
    known
        .putAll(new ProxyPages(proxies, complaints).all())
        .put("config_dump", ConfigDumpPage.whole(dumps))
        .put("edsz", ConfigDumpPage.of(XdsType.ENDPOINT, dumps))
        .put("configz", Page.json(this::configz))
        .put("endpointz", Page.json(this::endpointz))
        .put("diagnostics", Page.json(this::diagnostics));
    ImmutableSortedMap<String, Page> pages = known.buildOrThrow();
    Page list =
        Page.json(
            json -> {
              json.writeStartArray();
              for (String name : pages.keySet()) {
                json.writeString(name);
              }
              json.writeEndArray();
            });
    ImmutableMap.Builder<String, Page> byPath = ImmutableMap.builder();
    pages.forEach((name, page) -> byPath.put("/debug/" + name, page));
    return byPath.put("/debug", list).put("/debug/", list).put("/debug/list", list).buildOrThrow();
  }

  /** The objects that are in effect, and where each is written down. */
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
    json.writeStartObject();
    json.writeStringField("kind", object.key().kind().kind());
    json.writeStringField("namespace", object.namespace());
    json.writeStringField("name", object.name());
    position(json, now.positions().of(object.key()));
    json.writeStringField("spec", object.spec().toString());
    json.writeEndObject();
  }

  private static void position(JsonGenerator json, Position position) throws IOException {
    if (!position.equals(Position.NONE)) {
      json.writeStringField("position", position.toString());
    }
  }

  /** Every service's endpoints. */
  private void endpointz(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (ServiceEndpoints service : model.get().endpoints().asMap().values()) {
      json.writeStartObject();
      json.writeStringField("service", service.service().hostname());
      json.writeStringField("namespace", service.service().namespace());
      json.writeArrayFieldStart("endpoints");
      for (MeshEndpoint endpoint : service.endpoints()) {
        endpoint(json, endpoint);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void endpoint(JsonGenerator json, MeshEndpoint endpoint) throws IOException {
    json.writeStartObject();
    json.writeStringField("address", endpoint.address());
    json.writeObjectFieldStart("ports");
    for (Map.Entry<Integer, Integer> port : endpoint.ports().entrySet()) {
      json.writeNumberField(port.getKey().toString(), port.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : endpoint.labels().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeStringField("locality", endpoint.locality().toString());
    json.writeNumberField("weight", endpoint.weight());
    json.writeStringField("serviceAccount", endpoint.serviceAccount());
    json.writeStringField("network", endpoint.network());
    json.writeStringField("health", endpoint.health().name());
    json.writeStringField("workload", endpoint.workload());
    json.writeEndObject();
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

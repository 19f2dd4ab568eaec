package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.xds.Delivery;
import io.meltemi.istiod.xds.LedgerEntry;
import io.meltemi.istiod.xds.NackedResource;
import io.meltemi.istiod.xds.ProxyConnection;
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
import java.util.function.Predicate;
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

  /** Path → page; {@code /debug} and {@code /debug/list} name them. */
  public ImmutableMap<String, Page> all(Page configDump, Optional<Page> authority) {
    ImmutableMap.Builder<String, Page> known = ImmutableMap.builder();
    authority.ifPresent(page -> known.put("/debug/authority", page));
    known.putAll(
        ImmutableMap.of(
            "/debug/syncz", NamespacedPage.ofProxies(this::syncz),
            "/debug/connections", NamespacedPage.ofProxies(this::connections),
            "/debug/configz", Page.json(this::configz),
            "/debug/endpointz", Page.json(this::endpointz),
            "/debug/diagnostics", Page.json(this::diagnostics),
            "/debug/config_dump", configDump));
    ImmutableMap<String, Page> pages = known.buildOrThrow();
    Page list =
        Page.json(
            json -> {
              json.writeStartArray();
              for (String path : pages.keySet()) {
                json.writeString(path);
              }
              json.writeEndArray();
            });
    return ImmutableMap.<String, Page>builder()
        .putAll(pages)
        .put("/debug", list)
        .put("/debug/", list)
        .put("/debug/list", list)
        .buildOrThrow();
  }

  /** What every proxy was sent and has ACKed, in the fields {@code istioctl} reads. */
  private void syncz(JsonGenerator json, Predicate<ProxyConnection> visible) throws IOException {
    json.writeStartArray();
    for (ProxyConnection connection : Iterables.filter(proxies.connected(), visible::test)) {
      json.writeStartObject();
      ProxyName name = ProxyName.of(connection.node());
      json.writeStringField("cluster_id", name.clusterId());
      json.writeStringField("proxy", name.proxy());
      json.writeStringField("proxy_type", name.kind());
      json.writeStringField("istio_version", name.version());
      versions(json, connection, "cluster", XdsType.CLUSTER);
      versions(json, connection, "listener", XdsType.LISTENER);
      versions(json, connection, "route", XdsType.ROUTE);
      versions(json, connection, "endpoint", XdsType.ENDPOINT);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void versions(
      JsonGenerator json, ProxyConnection connection, String prefix, XdsType type)
      throws IOException {
    LedgerEntry entry = connection.ledger().entry(type);
    json.writeStringField(prefix + "_sent", nonce(entry.sent()));
    json.writeStringField(prefix + "_acked", nonce(entry.acked()));
  }

  private static String nonce(Optional<Delivery> delivery) {
    return delivery.map(Delivery::nonce).orElse("");
  }

  /** Who is connected, and who each of them is. */
  private void connections(JsonGenerator json, Predicate<ProxyConnection> visible)
      throws IOException {
    json.writeStartArray();
    for (ProxyConnection connection : Iterables.filter(proxies.connected(), visible::test)) {
      json.writeStartObject();
      json.writeStringField("connectionId", connection.node().id() + "-" + connection.id());
      json.writeStringField("proxy", ProxyName.of(connection.node()).proxy());
      json.writeStringField("connectedAt", connection.connectedAt().toString());
      json.writeStringField("address", connection.peer());
      json.writeStringField("identity", connection.caller().map(SpiffeId::toString).orElse(""));
      json.writeBooleanField("delta", connection.isDelta());
      json.writeEndObject();
    }
    json.writeEndArray();
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

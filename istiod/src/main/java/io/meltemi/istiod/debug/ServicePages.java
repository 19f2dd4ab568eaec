package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.model.ServicePort;
import java.io.IOException;
import java.util.function.Supplier;

/** Pages about services and where they are found. */
final class ServicePages {

  private final Supplier<MeshModel> model;
  private final String clusterId;

  ServicePages(Supplier<MeshModel> model, String clusterId) {
    this.model = model;
    this.clusterId = clusterId;
  }

  ImmutableMap<String, Page> all() {
    Page endpoints = Page.json(this::endpoints);
    return ImmutableMap.of(
        "registryz", Page.json(this::registryz),
        "endpointz", endpoints,
        "endpointShardz", endpoints,
        "clusterz", Page.json(this::clusterz),
        "networkz", Page.json(ServicePages::networkz));
  }

  /** All services. */
  private void registryz(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (MeshService service : model.get().services().all()) {
      ServiceJson.service(json, service, clusterId);
    }
    json.writeEndArray();
  }

  /** Every service's endpoints: hostname → namespace → where they come from. */
  private void endpoints(JsonGenerator json) throws IOException {
    MeshModel now = model.get();
    json.writeStartObject();
    String hostname = "";
    for (MeshService service : now.services().all()) { // in the order of hostnames
      if (!service.hostname().equals(hostname)) {
        if (!hostname.isEmpty()) {
          json.writeEndObject();
        }
        hostname = service.hostname();
        json.writeObjectFieldStart(hostname);
      }
      json.writeObjectFieldStart(service.namespace());
      json.writeObjectFieldStart("Shards");
      json.writeArrayFieldStart(ServiceJson.registry(service) + "/" + clusterId);
      endpoints(json, now, service);
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    }
    if (!hostname.isEmpty()) {
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void endpoints(JsonGenerator json, MeshModel now, MeshService service)
      throws IOException {
    ServiceKey key = service.key();
    for (MeshEndpoint endpoint : now.endpoints().of(key).endpoints()) {
      for (ServicePort port : service.ports()) {
        Integer target = endpoint.ports().get(port.number());
        if (target != null) {
          ServiceJson.endpoint(json, service, port, target, endpoint, clusterId);
        }
      }
    }
  }

  /** Which clusters are watched: the one, as yet. */
  private void clusterz(JsonGenerator json) throws IOException {
    json.writeStartArray();
    json.writeStartObject();
    json.writeStringField("id", clusterId);
    json.writeStringField("secretName", "");
    json.writeStringField("syncStatus", "synced");
    json.writeEndObject();
    json.writeEndArray();
  }

  /** Gateways to other networks: there are none as yet. */
  private static void networkz(JsonGenerator json) throws IOException {
    json.writeStartArray();
    json.writeEndArray();
  }
}

package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServicePort;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Services and endpoints in the fields of Istio's own pages, which other tools read. */
final class ServiceJson {

  private ServiceJson() {}

  /** Where something comes from: {@code Kubernetes}, or {@code External} for a ServiceEntry. */
  static String registry(MeshService service) {
    return service.isKubernetes() ? "Kubernetes" : "External";
  }

  static void service(JsonGenerator json, MeshService service, String clusterId)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("Attributes");
    json.writeStringField("ServiceRegistry", registry(service));
    json.writeStringField("Name", service.origin().name());
    json.writeStringField("Namespace", service.namespace());
    texts(json, "Labels", service.labels());
    texts(json, "LabelSelectors", service.selector());
    if (!service.exportTo().everywhere()) {
      json.writeObjectFieldStart("ExportTo");
      for (String namespace : service.exportTo().namespaces()) {
        json.writeObjectFieldStart(namespace);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    if (service.externalName().isPresent()) {
      json.writeStringField("ExternalName", service.externalName().get());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("ports");
    for (ServicePort port : service.ports()) {
      port(json, port, Optional.empty());
    }
    json.writeEndArray();
    json.writeStringField("creationTime", service.created().toString());
    json.writeStringField("hostname", service.hostname());
    json.writeObjectFieldStart("clusterVIPs");
    json.writeObjectFieldStart("Addresses");
    json.writeArrayFieldStart(clusterId);
    for (String address : service.addresses()) {
      json.writeString(address);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField(
        "defaultAddress", service.addresses().isEmpty() ? "0.0.0.0" : service.addresses().get(0));
    json.writeNumberField("Resolution", number(service.resolution()));
    json.writeBooleanField("MeshExternal", service.meshExternal());
    json.writeEndObject();
  }

  /**
   * @param target the workload's port, where that is of one workload
   */
  static void port(JsonGenerator json, ServicePort port, Optional<Integer> target)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", port.name());
    json.writeNumberField("port", port.number());
    json.writeStringField("protocol", word(port.protocol()));
    if (target.isPresent()) {
      json.writeNumberField("TargetPort", target.get());
    }
    json.writeEndObject();
  }

  /** One endpoint for one port of its service. */
  static void endpoint(
      JsonGenerator json,
      MeshService service,
      ServicePort port,
      int target,
      MeshEndpoint endpoint,
      String clusterId)
      throws IOException {
    json.writeStartObject();
    texts(json, "Labels", endpoint.labels());
    json.writeArrayFieldStart("Addresses");
    json.writeString(endpoint.address());
    json.writeEndArray();
    json.writeStringField("ServicePortName", port.name());
    json.writeStringField("ServiceAccount", endpoint.serviceAccount());
    json.writeStringField("Network", endpoint.network());
    json.writeObjectFieldStart("Locality");
    json.writeStringField("Label", endpoint.locality().toString());
    json.writeStringField("ClusterID", clusterId);
    json.writeEndObject();
    json.writeNumberField("EndpointPort", target);
    json.writeNumberField("LbWeight", endpoint.weight());
    json.writeStringField("TLSMode", endpoint.takesMutualTls(port.number()) ? "istio" : "disabled");
    json.writeStringField("Namespace", endpoint.namespace(service));
    json.writeStringField(
        "WorkloadName", endpoint.workload().substring(endpoint.workload().indexOf('/') + 1));
    json.writeNumberField("HealthStatus", number(endpoint.health()));
    json.writeEndObject();
  }

  static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> each : texts.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private static int number(Resolution resolution) {
    return switch (resolution) {
      case STATIC -> 0;
      case DNS -> 1;
      case PASSTHROUGH -> 2;
      case DNS_ROUND_ROBIN -> 3;
      case DYNAMIC_DNS -> 5;
    };
  }

  private static int number(EndpointHealth health) {
    return switch (health) {
      case HEALTHY -> 1;
      case UNHEALTHY -> 2;
      case DRAINING -> 3;
    };
  }

  private static String word(Protocol protocol) {
    return switch (protocol) {
      case HTTP, HTTP_PROXY, HTTP2, GRPC, HTTPS, TLS, TCP, UDP -> protocol.name();
      case GRPC_WEB -> "GRPC-Web";
      case MONGO -> "Mongo";
      case MYSQL -> "MySQL";
      case REDIS -> "Redis";
      case DETECT -> "UnsupportedProtocol";
    };
  }
}

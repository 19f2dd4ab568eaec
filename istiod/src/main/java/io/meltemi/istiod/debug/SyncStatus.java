package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.admin.v3.UpdateFailureState;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ConfigStatus;
import io.meltemi.istiod.xds.Delivery;
import io.meltemi.istiod.xds.LedgerEntry;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** How far every proxy is, in the two forms that {@code istioctl} reads. */
final class SyncStatus {

  private final ProxySync.Complaints complaints;

  SyncStatus(ProxySync.Complaints complaints) {
    this.complaints = complaints;
  }

  /** An element of {@code /debug/syncz}. */
  void write(JsonGenerator json, ProxyConnection connection) throws IOException {
    ProxySync sync = ProxySync.of(connection, complaints);
    ProxyName name = ProxyName.of(connection.node());
    json.writeStartObject();
    json.writeStringField("cluster_id", name.clusterId());
    json.writeStringField("proxy", name.proxy());
    json.writeStringField("proxy_type", name.kind());
    json.writeStringField("istio_version", name.version());
    nonces(json, "cluster", sync.entry(XdsType.CLUSTER));
    nonces(json, "listener", sync.entry(XdsType.LISTENER));
    nonces(json, "route", sync.entry(XdsType.ROUTE));
    nonces(json, "endpoint", sync.entry(XdsType.ENDPOINT));
    json.writeObjectFieldStart("resources");
    for (ProxySync.Type type : sync.types()) {
      json.writeObjectFieldStart(type.entry().type().typeUrl());
      json.writeStringField("sent", nonce(type.entry().sent()));
      json.writeStringField("acked", nonce(type.entry().acked()));
      json.writeStringField("sentTime", type.sentAt().toString());
      if (type.complaint().isPresent()) {
        json.writeStringField("lastError", type.complaint().get());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void nonces(JsonGenerator json, String prefix, LedgerEntry entry)
      throws IOException {
    if (entry.sent().isPresent()) {
      json.writeStringField(prefix + "_sent", nonce(entry.sent()));
      json.writeStringField(prefix + "_acked", nonce(entry.acked()));
    }
  }

  private static String nonce(Optional<Delivery> delivery) {
    return delivery.map(Delivery::nonce).orElse("");
  }

  /** A resource of {@code istio.io/debug/syncz}. */
  ClientConfig message(ProxyConnection connection) {
    ProxyName name = ProxyName.of(connection.node());
    ClientConfig.Builder config =
        ClientConfig.newBuilder()
            .setNode(
                Node.newBuilder()
                    .setId(name.proxy())
                    .setMetadata(
                        Struct.newBuilder()
                            .putFields("CLUSTER_ID", text(name.clusterId()))
                            .putFields("NAMESPACE", text(ProxyName.namespace(connection)))
                            .putFields("ISTIO_VERSION", text(name.version()))));
    for (ProxySync.Type type : ProxySync.of(connection, complaints).types()) {
      config.addGenericXdsConfigs(message(type));
    }
    return config.build();
  }

  private static GenericXdsConfig message(ProxySync.Type type) {
    Timestamp sent = timestamp(type.sentAt());
    GenericXdsConfig.Builder config =
        GenericXdsConfig.newBuilder()
            .setTypeUrl(type.entry().type().typeUrl())
            .setConfigStatus(status(type.status()))
            .setLastUpdated(sent);
    type.complaint()
        .ifPresent(
            words ->
                config.setErrorState(
                    UpdateFailureState.newBuilder().setLastUpdateAttempt(sent).setDetails(words)));
    return config.build();
  }

  private static ConfigStatus status(LedgerEntry.Status status) {
    return switch (status) {
      case NOT_SENT -> ConfigStatus.NOT_SENT;
      case SYNCED -> ConfigStatus.SYNCED;
      case STALE -> ConfigStatus.STALE;
      case ERROR -> ConfigStatus.ERROR;
    };
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}

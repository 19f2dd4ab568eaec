package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/** Pages about the connected proxies, in the fields of Istio's. */
final class ProxyPages {

  private final ProxyRegistry proxies;
  private final SyncStatus syncStatus;
  private final ProxySync.Complaints complaints;

  ProxyPages(ProxyRegistry proxies, ProxySync.Complaints complaints) {
    this.proxies = proxies;
    this.syncStatus = new SyncStatus(complaints);
    this.complaints = complaints;
  }

  ImmutableMap<String, Page> all() {
    return ImmutableMap.of(
        "syncz", new ProxiesPage(proxies, this::syncz),
        "adsz", new ProxiesPage(proxies, (json, some) -> clients(json, some, true)),
        "connections", new ProxiesPage(proxies, (json, some) -> clients(json, some, false)),
        "push_status", new ProxiesPage(proxies, this::pushStatus));
  }

  /** What every proxy was sent and has ACKed. */
  private void syncz(JsonGenerator json, ImmutableList<ProxyConnection> some) throws IOException {
    json.writeStartArray();
    for (ProxyConnection connection : some) {
      syncStatus.write(json, connection);
    }
    json.writeEndArray();
  }

  /** Who is connected, and who each of them is. */
  private static void clients(
      JsonGenerator json, ImmutableList<ProxyConnection> some, boolean inDetail)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("totalClients", some.size());
    json.writeArrayFieldStart("clients");
    for (ProxyConnection connection : some) {
      json.writeStartObject();
      String proxy = ProxyName.of(connection.node()).proxy();
      json.writeStringField("connectionId", proxy + "-" + connection.id());
      json.writeStringField("connectedAt", connection.connectedAt().toString());
      json.writeStringField("address", connection.peer());
      json.writeStringField("identity", connection.caller().map(SpiffeId::toString).orElse(""));
      json.writeBooleanField("delta", connection.isDelta());
      if (inDetail) {
        details(json, connection);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void details(JsonGenerator json, ProxyConnection connection) throws IOException {
    Map<String, Value> metadata = connection.node().metadata().getFieldsMap();
    Value labels = metadata.get("LABELS");
    if (labels != null) {
      value(json, "labels", labels);
    }
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<String, Value> entry : metadata.entrySet()) {
      value(json, entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("locality");
    json.writeStringField("region", connection.node().region());
    json.writeStringField("zone", connection.node().zone());
    json.writeStringField("sub_zone", connection.node().subZone());
    json.writeEndObject();
    json.writeObjectFieldStart("watches");
    for (XdsType type : connection.watchedTypes()) {
      json.writeArrayFieldStart(type.typeUrl());
      for (String name : connection.watchedNames(type)) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, String name, Value value) throws IOException {
    json.writeFieldName(name);
    try {
      json.writeRawValue(JsonFormat.printer().omittingInsignificantWhitespace().print(value));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(e);
    }
  }

  /** What proxies refuse: reason → proxy → words. */
  private void pushStatus(JsonGenerator json, ImmutableList<ProxyConnection> some)
      throws IOException {
    json.writeStartObject();
    for (XdsType type : XdsType.values()) {
      Predicate<ProxySync.Type> refused =
          each -> each.entry().type() == type && each.complaint().isPresent();
      ImmutableList<ProxySync> syncs =
          some.stream()
              .map(connection -> ProxySync.of(connection, complaints))
              .filter(sync -> sync.types().stream().anyMatch(refused))
              .collect(ImmutableList.toImmutableList());
      if (!syncs.isEmpty()) {
        json.writeObjectFieldStart("pilot_xds_" + shortName(type) + "_reject");
        for (ProxySync sync : syncs) {
          refusal(json, sync, sync.types().stream().filter(refused).findFirst().orElseThrow());
        }
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static void refusal(JsonGenerator json, ProxySync sync, ProxySync.Type type)
      throws IOException {
    String proxy = ProxyName.of(sync.connection().node()).proxy();
    json.writeObjectFieldStart(proxy);
    json.writeStringField("proxy", proxy);
    json.writeStringField("message", type.complaint().orElse(""));
    json.writeEndObject();
  }

  private static String shortName(XdsType type) {
    return switch (type) {
      case CLUSTER -> "cds";
      case ENDPOINT -> "eds";
      case LISTENER -> "lds";
      case ROUTE -> "rds";
      case SECRET -> "sds";
    };
  }
}

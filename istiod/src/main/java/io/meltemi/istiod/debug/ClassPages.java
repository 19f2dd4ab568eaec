package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.istiod.push.Served;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.InboundPort;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.util.Optional;

/** Pages about what was found out about each proxy: what it serves, and what it may see. */
final class ClassPages {

  private final ProxyRegistry proxies;
  private final ConfigDumps dumps;
  private final String clusterId;

  ClassPages(ProxyRegistry proxies, ConfigDumps dumps, String clusterId) {
    this.proxies = proxies;
    this.dumps = dumps;
    this.clusterId = clusterId;
  }

  ImmutableMap<String, Page> all() {
    return ImmutableMap.of(
        "instancesz", new ProxiesPage(proxies, this::instancesz),
        "sidecarz", new ProxiesPage(proxies, this::sidecarz));
  }

  /** Proxy → the services that it stands in for, by port. */
  private void instancesz(JsonGenerator json, ImmutableList<ProxyConnection> some)
      throws IOException {
    json.writeStartObject();
    for (ProxyConnection connection : some) {
      json.writeArrayFieldStart(ProxyName.of(connection.node()).proxy());
      Optional<Served> known = dumps.served(connection);
      if (known.isPresent()) {
        for (InboundPort port : known.get().proxyClass().inbound()) {
          instance(json, port);
        }
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void instance(JsonGenerator json, InboundPort port) throws IOException {
    json.writeStartObject();
    json.writeFieldName("Service");
    ServiceJson.service(json, port.service(), clusterId);
    json.writeFieldName("Port");
    ServiceJson.port(
        json,
        new ServicePort(port.servicePort(), port.portName(), port.protocol()),
        Optional.of(port.port()));
    json.writeEndObject();
  }

  /** Proxy → the Sidecar that holds for it, and the services that it sees. */
  private void sidecarz(JsonGenerator json, ImmutableList<ProxyConnection> some)
      throws IOException {
    json.writeStartObject();
    for (ProxyConnection connection : some) {
      Optional<Served> known = dumps.served(connection);
      if (known.isPresent()) {
        json.writeObjectFieldStart(ProxyName.of(connection.node()).proxy());
        sidecar(json, known.get());
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static void sidecar(JsonGenerator json, Served known) throws IOException {
    var sidecar = known.proxyClass().outbound().sidecar();
    json.writeStringField("name", sidecar.map(key -> key.name()).orElse(""));
    json.writeStringField(
        "namespace", sidecar.map(key -> key.namespace()).orElse(known.proxyClass().namespace()));
    json.writeArrayFieldStart("services");
    for (String hostname : visible(known.snapshot())) {
      json.writeString(hostname);
    }
    json.writeEndArray();
  }

  private static ImmutableSortedSet<String> visible(ProxySnapshot snapshot) {
    ImmutableSortedSet.Builder<String> hostnames = ImmutableSortedSet.naturalOrder();
    snapshot
        .resources(XdsType.CLUSTER)
        .forEach(
            cluster ->
                ClusterName.parse(cluster.name())
                    .map(ClusterName::hostname)
                    .filter(hostname -> !hostname.isEmpty())
                    .ifPresent(hostnames::add));
    return hostnames.build();
  }
}

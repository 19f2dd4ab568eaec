package io.meltemi.it.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.meltemi.translator.xds.XdsType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One simulated sidecar on a delta ADS stream. Asks as Envoy does (CDS, EDS, LDS, RDS, each for the
 * names the one before told it), acknowledges everything, and keeps names and versions only.
 */
final class LoadProxy extends ClientCall.Listener<ByteString> {

  private static final int RESOURCES = 2;
  private static final int TYPE_URL = 4;
  private static final int NONCE = 5;
  private static final int REMOVED = 6;

  private static final MethodDescriptor<ByteString, ByteString> METHOD =
      MethodDescriptor.<ByteString, ByteString>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(
              "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final Node node;
  private final LoadFleet fleet;
  private final Map<XdsType, Map<String, String>> known = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Set<String>> wanted = new EnumMap<>(XdsType.class);
  private final Set<XdsType> asked = new HashSet<>();
  private final Set<XdsType> answered = new HashSet<>();
  private @Nullable ClientCall<ByteString, ByteString> call;
  private boolean nodeSent;
  private boolean complete;

  /** A sidecar beside one endpoint of one service. */
  LoadProxy(LoadFleet fleet, LoadMesh mesh, int number) {
    this.fleet = fleet;
    int service = number % mesh.size().services();
    String namespace = mesh.namespace(service);
    String name = "svc-" + service + "-" + number;
    String address = mesh.endpointAddress(service, 0);
    Struct.Builder metadata = Struct.newBuilder();
    Map.of(
            "NAME", name,
            "NAMESPACE", namespace,
            "INSTANCE_IPS", address,
            "SERVICE_ACCOUNT", "sa-" + service,
            "INTERCEPTION_MODE", "REDIRECT")
        .forEach((key, value) -> metadata.putFields(key, text(value)));
    metadata.putFields(
        "LABELS",
        Value.newBuilder()
            .setStructValue(
                Struct.newBuilder()
                    .putFields("app", text("svc-" + service))
                    .putFields("version", text("v1")))
            .build());
    this.node =
        Node.newBuilder()
            .setId(
                "sidecar~%s~%s.%s~%s.svc.cluster.local"
                    .formatted(address, name, namespace, namespace))
            .setCluster("svc-" + service)
            .setMetadata(metadata)
            .build();
  }

  /** Opens a stream with nothing in hand, and asks type by type. */
  synchronized void connect(ManagedChannel channel) {
    known.clear();
    wanted.clear();
    answered.clear();
    open(channel);
    subscribe(XdsType.CLUSTER, List.of());
  }

  /** Opens a stream, asks for everything at once, and tells what it has, as Envoy does. */
  synchronized void reconnect(ManagedChannel channel) {
    open(channel);
    for (XdsType type :
        List.of(XdsType.CLUSTER, XdsType.ENDPOINT, XdsType.LISTENER, XdsType.ROUTE)) {
      subscribe(type, wanted(type));
    }
  }

  private void open(ManagedChannel channel) {
    asked.clear();
    nodeSent = false;
    complete = false;
    call = channel.newCall(METHOD, CallOptions.DEFAULT);
    call.start(this, new Metadata());
    call.request(1);
  }

  synchronized void disconnect() {
    if (call != null) {
      call.cancel("done", null);
      call = null;
    }
  }

  @Override
  public synchronized void onMessage(ByteString message) {
    if (call == null) {
      return;
    }
    Map<Integer, ByteString> envelope = new HashMap<>();
    Map<String, ByteString> resources = new HashMap<>();
    Set<String> removed = new HashSet<>();
    Wire.fields(
        message,
        (field, value) -> {
          switch (field) {
            case RESOURCES -> take(value, envelope, resources);
            case REMOVED -> removed.add(value.toStringUtf8());
            default -> envelope.put(field, value);
          }
        });
    XdsType type =
        XdsType.parse(envelope.getOrDefault(TYPE_URL, ByteString.EMPTY).toStringUtf8())
            .orElseThrow(() -> new IllegalStateException("an answer of no type"));
    fleet.received(this, type, message, resources.size());
    answered.add(type);
    removed.forEach(known(type)::remove);
    if (type == XdsType.CLUSTER) {
      follow(XdsType.ENDPOINT, edsNames(resources.values()), removed);
    } else if (type == XdsType.LISTENER) {
      follow(XdsType.ROUTE, rdsNames(resources.values()), Set.of());
    }
    progress();
    ByteString nonce = envelope.getOrDefault(NONCE, ByteString.EMPTY);
    send(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setResponseNonce(nonce.toStringUtf8()));
    call.request(1);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    fleet.closed(this, status);
  }

  private void take(
      ByteString resource, Map<Integer, ByteString> envelope, Map<String, ByteString> resources) {
    String name = Wire.last(resource, 3).toStringUtf8();
    ByteString any = Wire.last(resource, 2);
    resources.put(name, Wire.last(any, 2));
    XdsType.parse(Wire.last(any, 1).toStringUtf8())
        .ifPresent(type -> known(type).put(name, Wire.last(resource, 1).toStringUtf8()));
    envelope.putIfAbsent(RESOURCES, any);
  }

  private Map<String, String> known(XdsType type) {
    return known.computeIfAbsent(type, _ -> new HashMap<>());
  }

  private Set<String> wanted(XdsType type) {
    return wanted.computeIfAbsent(type, _ -> new HashSet<>());
  }

  private void follow(XdsType child, Set<String> named, Set<String> gone) {
    Set<String> added = new HashSet<>(named);
    added.removeAll(wanted(child));
    wanted(child).addAll(added);
    Set<String> dropped = new HashSet<>(gone);
    dropped.retainAll(wanted(child));
    wanted(child).removeAll(dropped);
    if (asked.contains(child) && !(added.isEmpty() && dropped.isEmpty())) {
      send(
          DeltaDiscoveryRequest.newBuilder()
              .setTypeUrl(child.typeUrl())
              .addAllResourceNamesSubscribe(added)
              .addAllResourceNamesUnsubscribe(dropped));
    }
  }

  /** Asks for the next type as soon as the one before is there. */
  private void progress() {
    if (complete) {
      return;
    }
    if (!asked.contains(XdsType.ENDPOINT)) {
      subscribe(XdsType.ENDPOINT, wanted(XdsType.ENDPOINT));
    } else if (!asked.contains(XdsType.LISTENER) && has(XdsType.ENDPOINT)) {
      subscribe(XdsType.LISTENER, List.of());
    } else if (!asked.contains(XdsType.ROUTE) && answered.contains(XdsType.LISTENER)) {
      subscribe(XdsType.ROUTE, wanted(XdsType.ROUTE));
    } else if (asked.contains(XdsType.ROUTE) && has(XdsType.ROUTE)) {
      complete = true;
      fleet.completed(this);
    }
  }

  private boolean has(XdsType type) {
    return known(type).keySet().containsAll(wanted(type));
  }

  private void subscribe(XdsType type, Collection<String> names) {
    asked.add(type);
    send(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(type.typeUrl())
            .addAllResourceNamesSubscribe(names)
            .putAllInitialResourceVersions(known(type)));
  }

  private void send(DeltaDiscoveryRequest.Builder request) {
    ClientCall<ByteString, ByteString> open = call;
    if (open == null) {
      return;
    }
    if (!nodeSent) {
      request.setNode(node);
      nodeSent = true;
    }
    open.sendMessage(request.build().toByteString());
  }

  /** Cluster: type 2 (EDS is 3), eds_cluster_config 3 {service_name 2}, name 1. */
  private static Set<String> edsNames(Collection<ByteString> clusters) {
    Set<String> names = new HashSet<>();
    for (ByteString cluster : clusters) {
      if (Wire.varint(cluster, 2) == 3) {
        ByteString service = Wire.last(Wire.last(cluster, 3), 2);
        names.add((service.isEmpty() ? Wire.last(cluster, 1) : service).toStringUtf8());
      }
    }
    return names;
  }

  /** Listener: filter chains 3 and 25, filters 3, typed_config 4, rds 3, route_config_name 2. */
  private static Set<String> rdsNames(Collection<ByteString> listeners) {
    Set<String> names = new HashSet<>();
    for (ByteString listener : listeners) {
      Wire.fields(
          listener,
          (field, chain) -> {
            if (field == 3 || field == 25) {
              for (ByteString filter : Wire.all(chain, 3)) {
                ByteString any = Wire.last(filter, 4);
                if (Wire.last(any, 1).toStringUtf8().endsWith("HttpConnectionManager")) {
                  ByteString name = Wire.last(Wire.last(Wire.last(any, 2), 3), 2);
                  if (!name.isEmpty()) {
                    names.add(name.toStringUtf8());
                  }
                }
              }
            }
          });
    }
    return names;
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  /** Messages stay bytes. */
  private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
    @Override
    public InputStream stream(ByteString value) {
      return new ByteArrayInputStream(value.toByteArray());
    }

    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.copyFrom(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

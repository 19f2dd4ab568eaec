package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.io.IOException;

/**
 * A virtual host as it stands inside a route configuration: what is its own before and after its
 * routes, and the routes by reference. Equal only to itself, like {@link RoutesFragment}.
 */
final class VirtualHostFragment {

  private final String name;
  private final ByteString head;
  private final ImmutableList<RoutesFragment> routes;
  private final ByteString tail;
  private final int size;
  private final ImmutableList<ConfigKey> origins;

  /**
   * @param head the fields before the routes, in the order of their numbers
   * @param tail the fields after them
   */
  VirtualHostFragment(VirtualHostInputs inputs, ByteString head, ByteString tail) {
    this.name = inputs.name();
    this.head = head;
    this.routes = inputs.routes();
    this.tail = tail;
    int length = head.size() + tail.size();
    for (RoutesFragment fragment : routes) {
      length += fragment.specificSize();
    }
    this.size = length + firstCatchAllSize();
    ImmutableSortedSet.Builder<ConfigKey> all = ImmutableSortedSet.naturalOrder();
    all.addAll(inputs.origins());
    routes.forEach(fragment -> all.addAll(fragment.origins()));
    this.origins = all.build().asList();
  }

  String name() {
    return name;
  }

  ImmutableList<RoutesFragment> routes() {
    return routes;
  }

  /** The objects it was made from, sorted. */
  ImmutableList<ConfigKey> origins() {
    return origins;
  }

  /** The bytes that {@link #writeTo} writes. */
  int sizeInConfiguration() {
    return CodedOutputStream.computeTagSize(RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER)
        + CodedOutputStream.computeUInt32SizeNoTag(size)
        + size;
  }

  /** Writes it as a field of a {@link RouteConfiguration}. */
  void writeTo(CodedOutputStream out) throws IOException {
    out.writeTag(
        RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER,
        com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
    out.writeRawBytes(head);
    for (RoutesFragment fragment : routes) {
      fragment.writeSpecificTo(out);
    }
    for (RoutesFragment fragment : routes) {
      if (fragment.catchAllSize() > 0) {
        fragment.writeCatchAllTo(out);
        break;
      }
    }
    out.writeRawBytes(tail);
  }

  private int firstCatchAllSize() {
    return routes.stream()
        .mapToInt(RoutesFragment::catchAllSize)
        .filter(bytes -> bytes > 0)
        .findFirst()
        .orElse(0);
  }
}

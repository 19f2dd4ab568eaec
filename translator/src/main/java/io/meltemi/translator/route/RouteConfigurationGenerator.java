package io.meltemi.translator.route;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UnsafeByteOperations;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.naming.MeshHeaders;
import io.meltemi.translator.xds.PackedMessage;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/** Joins virtual hosts to a route configuration: nothing is serialised again, bytes are copied. */
final class RouteConfigurationGenerator {

  private RouteConfigurationGenerator() {}

  static XdsResource generate(RouteConfigurationInputs inputs) {
    return XdsResource.ofBytes(XdsType.ROUTE, inputs.name(), bytes(inputs), origins(inputs));
  }

  private static ByteString bytes(RouteConfigurationInputs inputs) {
    ByteString head =
        PackedMessage.bytes(RouteConfiguration.newBuilder().setName(inputs.name()).build());
    // Clusters are not checked against the table (Envoy's default over RDS): a rule may name one
    // that is not there, and then it answers 503.
    ByteString tail =
        PackedMessage.bytes(
            RouteConfiguration.newBuilder()
                .setMaxDirectResponseBodySizeBytes(
                    UInt32Value.of(DirectResponseConfigurer.MAX_BODY_BYTES))
                .setIgnorePortInHostMatching(inputs.ignorePort())
                .addResponseHeadersToRemove(MeshHeaders.UNDELIVERED)
                .build());
    int size = head.size() + tail.size();
    for (VirtualHostFragment host : inputs.hosts()) {
      size += host.sizeInConfiguration();
    }
    byte[] buffer = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(buffer);
    try {
      out.writeRawBytes(head);
      for (VirtualHostFragment host : inputs.hosts()) {
        host.writeTo(out);
      }
      out.writeRawBytes(tail);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer of the exact size was too small", e);
    }
    return UnsafeByteOperations.unsafeWrap(buffer);
  }

  private static Set<ConfigKey> origins(RouteConfigurationInputs inputs) {
    Set<ConfigKey> origins = new HashSet<>(inputs.origins());
    inputs.hosts().forEach(host -> origins.addAll(host.origins()));
    return origins;
  }
}

package io.meltemi.translator.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/** The small messages that every Envoy resource is made of. */
public final class Protos {
  /** What Istio calls "no limit" and sends where Envoy would otherwise apply a small default. */
  public static final UInt32Value UNLIMITED = UInt32Value.of(0xFFFF_FFFF);

  /** "Ask the stream this came over". */
  public static final ConfigSource ADS =
      ConfigSource.newBuilder()
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setResourceApiVersion(ApiVersion.V3)
          .build();

  private static final String UNIX = "unix://";

  private Protos() {}

  public static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /** Packs a message deterministically. */
  public static Any any(Message message) {
    return Any.newBuilder()
        .setTypeUrl("type.googleapis.com/" + message.getDescriptorForType().getFullName())
        .setValue(PackedMessage.bytes(message))
        .build();
  }

  /** An unsigned 32-bit value; what does not fit is cut to the nearest that does. */
  public static UInt32Value uint32(long value) {
    return UInt32Value.of((int) Math.clamp(value, 0, 0xFFFF_FFFFL));
  }

  /** An IP or hostname with a port, or {@code unix:///path}, where the port does not matter. */
  public static Address address(String address, int port) {
    if (address.startsWith(UNIX)) {
      return Address.newBuilder()
          .setPipe(Pipe.newBuilder().setPath(address.substring(UNIX.length())))
          .build();
    }
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
        .build();
  }

  public static Value value(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  /** Metadata that Istio's tools look for: {@code filter_metadata.istio}. */
  public static Metadata istioMetadata(Struct fields) {
    return Metadata.newBuilder().putFilterMetadata("istio", fields).build();
  }

  /**
   * {@code filter_metadata.istio.config}: the path of the object a resource was made from, as
   * {@link io.meltemi.translator.diagnostic.ConfigKey#path()} gives it.
   */
  public static Metadata configMetadata(String configPath) {
    return istioMetadata(Struct.newBuilder().putFields("config", value(configPath)).build());
  }
}

package io.meltemi.translator.bootstrap;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.compression.brotli.compressor.v3.Brotli;
import io.envoyproxy.envoy.extensions.compression.gzip.compressor.v3.Gzip;
import io.envoyproxy.envoy.extensions.compression.zstd.compressor.v3.Zstd;
import io.envoyproxy.envoy.extensions.filters.http.compressor.v3.Compressor;
import io.envoyproxy.envoy.extensions.filters.http.compressor.v3.CompressorOverrides;
import io.envoyproxy.envoy.extensions.filters.http.compressor.v3.CompressorPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.compressor.v3.ResponseDirectionOverrides;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/** The filter that compresses pages of statistics for whoever says that they understand it. */
final class StatsCompression {

  static final String FILTER = "envoy.filters.http.compressor";

  /** Of a route, where the filter is off for all others. */
  static final Any ON =
      Any.pack(
          CompressorPerRoute.newBuilder()
              .setOverrides(
                  CompressorOverrides.newBuilder()
                      .setResponseDirectionConfig(ResponseDirectionOverrides.getDefaultInstance()))
              .build());

  private StatsCompression() {}

  /** To stand before all filters that write an answer, and so to see it after them. */
  static Optional<HttpFilter.Builder> filter(Statistics.Compression compression) {
    return switch (compression) {
      case NONE -> Optional.empty();
      case GZIP -> Optional.of(filter("gzip", Gzip.getDefaultInstance()));
      case BROTLI -> Optional.of(filter("brotli", Brotli.getDefaultInstance()));
      case ZSTD -> Optional.of(filter("zstd", Zstd.getDefaultInstance()));
    };
  }

  private static HttpFilter.Builder filter(String name, Message library) {
    Compressor compressor =
        Compressor.newBuilder()
            .setCompressorLibrary(
                TypedExtensionConfig.newBuilder().setName(name).setTypedConfig(Protos.any(library)))
            .build();
    return HttpFilter.newBuilder().setName(FILTER).setTypedConfig(Protos.any(compressor));
  }
}

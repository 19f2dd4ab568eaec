package io.meltemi.translator.listener;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.meltemi.translator.config.MeshConfig.PathNormalization.NormalizationType;

/** Writes how paths are brought to one form before anything matches on them (RFC 3986, 6). */
final class PathNormalizationConfigurer {

  private PathNormalizationConfigurer() {}

  static void configure(HttpConnectionManager.Builder http, NormalizationType normalization) {
    switch (normalization) {
      case NONE -> http.setNormalizePath(BoolValue.of(false));
      case DEFAULT, BASE -> http.setNormalizePath(BoolValue.of(true));
      case MERGE_SLASHES -> http.setNormalizePath(BoolValue.of(true)).setMergeSlashes(true);
      case DECODE_AND_MERGE_SLASHES ->
          http.setNormalizePath(BoolValue.of(true))
              .setMergeSlashes(true)
              .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_FORWARD);
    }
  }
}

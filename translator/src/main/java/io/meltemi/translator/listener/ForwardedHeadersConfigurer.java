package io.meltemi.translator.listener;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.meltemi.translator.config.MeshProxyConfig.ClientCertDetails;
import io.meltemi.translator.xds.Protos;

/** Writes who is believed about the client: {@code x-forwarded-*} and the client's certificate. */
final class ForwardedHeadersConfigurer {

  private ForwardedHeadersConfigurer() {}

  static void configure(
      HttpConnectionManager.Builder http, ChainFilters.HttpSide side, HttpSettings settings) {
    switch (side) {
      // The application is trusted with its own headers.
      case SIDECAR_OUTBOUND -> {}
      case SIDECAR_INBOUND ->
          clientCertificate(http, settings, ForwardClientCertDetails.APPEND_FORWARD, false);
      case GATEWAY -> {
        http.setUseRemoteAddress(BoolValue.of(true))
            .setXffNumTrustedHops(settings.trustedProxies());
        clientCertificate(http, settings, ForwardClientCertDetails.SANITIZE_SET, true);
      }
    }
    http.setAppendXForwardedPort(settings.forwardedPort());
    if (settings.preserveCase()) {
      http.getHttpProtocolOptionsBuilder().setHeaderKeyFormat(preservedCase());
    }
  }

  private static void clientCertificate(
      HttpConnectionManager.Builder http,
      HttpSettings settings,
      ForwardClientCertDetails otherwise,
      boolean withCertificate) {
    ForwardClientCertDetails action =
        switch (settings.forwardClientCert()) {
          case UNDEFINED -> otherwise;
          case SANITIZE -> ForwardClientCertDetails.SANITIZE;
          case FORWARD_ONLY -> ForwardClientCertDetails.FORWARD_ONLY;
          case APPEND_FORWARD -> ForwardClientCertDetails.APPEND_FORWARD;
          case SANITIZE_SET -> ForwardClientCertDetails.SANITIZE_SET;
          case ALWAYS_FORWARD_ONLY -> ForwardClientCertDetails.ALWAYS_FORWARD_ONLY;
        };
    http.setForwardClientCertDetails(action);
    if (action == ForwardClientCertDetails.APPEND_FORWARD
        || action == ForwardClientCertDetails.SANITIZE_SET) {
      http.setSetCurrentClientCertDetails(
          settings
              .clientCertDetails()
              .map(ForwardedHeadersConfigurer::details)
              .orElseGet(() -> details(withCertificate)));
    }
  }

  private static SetCurrentClientCertDetails details(boolean withCertificate) {
    return SetCurrentClientCertDetails.newBuilder()
        .setSubject(BoolValue.of(true))
        .setCert(withCertificate)
        .setDns(true)
        .setUri(true)
        .build();
  }

  private static SetCurrentClientCertDetails details(ClientCertDetails said) {
    return SetCurrentClientCertDetails.newBuilder()
        .setSubject(BoolValue.of(said.subject().orElse(true)))
        .setCert(said.cert().orElse(false))
        .setChain(said.chain().orElse(false))
        .setDns(said.dns().orElse(true))
        .setUri(said.uri().orElse(true))
        .build();
  }

  private static HeaderKeyFormat preservedCase() {
    return HeaderKeyFormat.newBuilder()
        .setStatefulFormatter(
            TypedExtensionConfig.newBuilder()
                .setName("envoy.http.stateful_header_formatters.preserve_case")
                .setTypedConfig(Protos.any(PreserveCaseFormatterConfig.getDefaultInstance())))
        .build();
  }
}

package io.meltemi.translator.xds;

import com.github.xds.type.v3.TypedStruct;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.TypeRegistry;
import io.envoyproxy.envoy.admin.v3.ConfigDump;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig;
import io.envoyproxy.envoy.extensions.compression.brotli.compressor.v3.Brotli;
import io.envoyproxy.envoy.extensions.compression.gzip.compressor.v3.Gzip;
import io.envoyproxy.envoy.extensions.compression.zstd.compressor.v3.Zstd;
import io.envoyproxy.envoy.extensions.filters.http.compressor.v3.Compressor;
import io.envoyproxy.envoy.extensions.filters.http.compressor.v3.CompressorPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.credential_injector.v3.CredentialInjector;
import io.envoyproxy.envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.grpc_web.v3.GrpcWeb;
import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.LuaPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.original_src.v3.OriginalSrc;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.sni_cluster.v3.SniCluster;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.retry.host.omit_canary_hosts.v3.OmitCanaryHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/** The message types that may stand inside an {@code Any} of what we send or print. */
final class EnvoyTypes {

  private static final ImmutableList<Descriptor> DESCRIPTORS =
      ImmutableList.of(
          // resources and dumps
          Bootstrap.getDescriptor(),
          Cluster.getDescriptor(),
          ClusterLoadAssignment.getDescriptor(),
          ConfigDump.getDescriptor(),
          Listener.getDescriptor(),
          RouteConfiguration.getDescriptor(),
          Secret.getDescriptor(),
          // listener filters
          HttpInspector.getDescriptor(),
          OriginalDst.getDescriptor(),
          OriginalSrc.getDescriptor(),
          ProxyProtocol.getDescriptor(),
          TlsInspector.getDescriptor(),
          // network filters
          io.envoyproxy.envoy.extensions.filters.network.ext_authz.v3.ExtAuthz.getDescriptor(),
          io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.getDescriptor(),
          ConnectionLimit.getDescriptor(),
          HttpConnectionManager.getDescriptor(),
          Config.getDescriptor(),
          SniCluster.getDescriptor(),
          TcpProxy.getDescriptor(),
          // HTTP filters
          Compressor.getDescriptor(),
          CompressorPerRoute.getDescriptor(),
          CorsPolicy.getDescriptor(),
          ExtAuthz.getDescriptor(),
          FilterConfig.getDescriptor(),
          GrpcWeb.getDescriptor(),
          HealthCheck.getDescriptor(),
          HTTPFault.getDescriptor(),
          CredentialInjector.getDescriptor(),
          JwtAuthentication.getDescriptor(),
          Lua.getDescriptor(),
          LuaPerRoute.getDescriptor(),
          RBAC.getDescriptor(),
          UriTemplateMatchConfig.getDescriptor(),
          Router.getDescriptor(),
          UpstreamCodec.getDescriptor(),
          io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig.getDescriptor(),
          // compression
          Brotli.getDescriptor(),
          Gzip.getDescriptor(),
          Zstd.getDescriptor(),
          // access logs
          FileAccessLog.getDescriptor(),
          StdoutAccessLog.getDescriptor(),
          // overload manager
          DownstreamConnectionsConfig.getDescriptor(),
          // retry plug-ins
          OmitCanaryHostsPredicate.getDescriptor(),
          PreviousHostsPredicate.getDescriptor(),
          PreviousPrioritiesConfig.getDescriptor(),
          // clusters and transport sockets
          ClusterConfig.getDescriptor(),
          PreserveCaseFormatterConfig.getDescriptor(),
          DownstreamTlsContext.getDescriptor(),
          HttpProtocolOptions.getDescriptor(),
          ProxyProtocolUpstreamTransport.getDescriptor(),
          RawBuffer.getDescriptor(),
          UpstreamTlsContext.getDescriptor(),
          // anything whose message is newer than the API we build against
          TypedStruct.getDescriptor());

  static final TypeRegistry REGISTRY = TypeRegistry.newBuilder().add(DESCRIPTORS).build();

  private EnvoyTypes() {}
}

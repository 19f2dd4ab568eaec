package io.meltemi.translator.config.decode;

import com.google.protobuf.Struct;
import io.meltemi.translator.config.EnvoyFilter;
import java.util.Optional;

/** Reads an {@link EnvoyFilter}. */
final class EnvoyFilterDecoder {

  private EnvoyFilterDecoder() {}

  static EnvoyFilter envoyFilter(ObjectReader in) {
    return new EnvoyFilter(
        in.object("workloadSelector", SharedDecoder::labels),
        in.list("targetRefs", SharedDecoder::policyTargetRef),
        in.list("configPatches", EnvoyFilterDecoder::configPatch),
        in.integer("priority"));
  }

  private static EnvoyFilter.ConfigPatch configPatch(ObjectReader in) {
    return new EnvoyFilter.ConfigPatch(
        in.enumeration("applyTo", EnvoyFilter.ApplyTo.class),
        in.object("match", EnvoyFilterDecoder::match),
        in.object("patch", EnvoyFilterDecoder::patch));
  }

  private static EnvoyFilter.Match match(ObjectReader in) {
    return new EnvoyFilter.Match(
        in.enumeration("context", EnvoyFilter.PatchContext.class),
        in.object("proxy", EnvoyFilterDecoder::proxyMatch),
        objectMatch(in));
  }

  private static EnvoyFilter.ProxyMatch proxyMatch(ObjectReader in) {
    return new EnvoyFilter.ProxyMatch(in.string("proxyVersion"), in.stringMap("metadata"));
  }

  private static EnvoyFilter.ClusterMatch clusterMatch(ObjectReader in) {
    return new EnvoyFilter.ClusterMatch(
        in.unsigned("portNumber"), in.string("service"), in.string("subset"), in.string("name"));
  }

  private static EnvoyFilter.RouteConfigurationMatch routeConfigurationMatch(ObjectReader in) {
    return new EnvoyFilter.RouteConfigurationMatch(
        in.unsigned("portNumber"),
        in.string("portName"),
        in.string("gateway"),
        in.object("vhost", EnvoyFilterDecoder::virtualHostMatch),
        in.string("name"));
  }

  private static EnvoyFilter.VirtualHostMatch virtualHostMatch(ObjectReader in) {
    return new EnvoyFilter.VirtualHostMatch(
        in.string("name"),
        in.string("domainName"),
        in.object("route", EnvoyFilterDecoder::routeMatch));
  }

  private static EnvoyFilter.RouteMatch routeMatch(ObjectReader in) {
    return new EnvoyFilter.RouteMatch(
        in.string("name"), in.enumeration("action", EnvoyFilter.RouteMatch.Action.class));
  }

  private static EnvoyFilter.ListenerMatch listenerMatch(ObjectReader in) {
    return new EnvoyFilter.ListenerMatch(
        in.unsigned("portNumber"),
        in.string("portName"),
        in.object("filterChain", EnvoyFilterDecoder::filterChainMatch),
        in.string("listenerFilter"),
        in.string("name"));
  }

  private static EnvoyFilter.FilterChainMatch filterChainMatch(ObjectReader in) {
    return new EnvoyFilter.FilterChainMatch(
        in.string("name"),
        in.string("sni"),
        in.string("transportProtocol"),
        in.string("applicationProtocols"),
        in.object("filter", EnvoyFilterDecoder::filterMatch),
        in.unsigned("destinationPort"));
  }

  private static EnvoyFilter.FilterMatch filterMatch(ObjectReader in) {
    return new EnvoyFilter.FilterMatch(
        in.string("name"), in.object("subFilter", EnvoyFilterDecoder::subFilterMatch));
  }

  private static EnvoyFilter.SubFilterMatch subFilterMatch(ObjectReader in) {
    return new EnvoyFilter.SubFilterMatch(in.string("name"));
  }

  private static EnvoyFilter.WaypointMatch waypointMatch(ObjectReader in) {
    return new EnvoyFilter.WaypointMatch(
        in.unsigned("portNumber"),
        in.object("route", EnvoyFilterDecoder::waypointRouteMatch),
        in.object("filter", EnvoyFilterDecoder::filterMatch));
  }

  private static EnvoyFilter.WaypointRouteMatch waypointRouteMatch(ObjectReader in) {
    return new EnvoyFilter.WaypointRouteMatch(in.string("name"));
  }

  private static EnvoyFilter.Patch patch(ObjectReader in) {
    return new EnvoyFilter.Patch(
        in.enumeration("operation", EnvoyFilter.Operation.class),
        in.struct("value").orElse(Struct.getDefaultInstance()),
        in.enumeration("filterClass", EnvoyFilter.FilterClass.class));
  }

  private static Optional<EnvoyFilter.ObjectMatch> objectMatch(ObjectReader in) {
    String arm = in.oneOf("listener", "routeConfiguration", "cluster", "waypoint");
    return switch (arm) {
      case "listener" -> in.object("listener", EnvoyFilterDecoder::listenerMatch);
      case "routeConfiguration" ->
          in.object("routeConfiguration", EnvoyFilterDecoder::routeConfigurationMatch);
      case "cluster" -> in.object("cluster", EnvoyFilterDecoder::clusterMatch);
      case "waypoint" -> in.object("waypoint", EnvoyFilterDecoder::waypointMatch);
      default -> Optional.empty();
    };
  }
}

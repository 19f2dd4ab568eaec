package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Struct;
import java.util.Optional;

/** Changes to the Envoy configuration that the mesh makes. */
public record EnvoyFilter(
    Optional<WorkloadSelector> workloadSelector,
    ImmutableList<PolicyTargetRef> targetRefs,
    ImmutableList<ConfigPatch> configPatches,
    int priority)
    implements ConfigSpec {

  /** One change: to what kind of thing, to which of them, and which. */
  public record ConfigPatch(ApplyTo applyTo, Optional<Match> match, Optional<Patch> patch) {}

  /** The kind of thing that is changed. */
  public enum ApplyTo {
    INVALID,
    LISTENER,
    FILTER_CHAIN,
    NETWORK_FILTER,
    HTTP_FILTER,
    ROUTE_CONFIGURATION,
    VIRTUAL_HOST,
    HTTP_ROUTE,
    CLUSTER,
    EXTENSION_CONFIG,
    BOOTSTRAP,
    LISTENER_FILTER
  }

  /** The kind of proxy and direction of traffic. */
  public enum PatchContext {
    ANY,
    SIDECAR_INBOUND,
    SIDECAR_OUTBOUND,
    GATEWAY,
    WAYPOINT
  }

  /** Which objects are changed. */
  public record Match(
      PatchContext context, Optional<ProxyMatch> proxy, Optional<ObjectMatch> object) {}

  /** {@code proxyVersion} is a regular expression. */
  public record ProxyMatch(String proxyVersion, ImmutableSortedMap<String, String> metadata) {}

  /** Which object of the kind. Empty fields match everything. */
  public sealed interface ObjectMatch
      permits ListenerMatch, RouteConfigurationMatch, ClusterMatch, WaypointMatch {}

  public record ClusterMatch(int portNumber, String service, String subset, String name)
      implements ObjectMatch {}

  public record RouteConfigurationMatch(
      int portNumber,
      String portName,
      String gateway,
      Optional<VirtualHostMatch> vhost,
      String name)
      implements ObjectMatch {}

  public record VirtualHostMatch(String name, String domainName, Optional<RouteMatch> route) {}

  public record RouteMatch(String name, Action action) {

    /** What the route does. */
    public enum Action {
      ANY,
      ROUTE,
      REDIRECT,
      DIRECT_RESPONSE
    }
  }

  public record ListenerMatch(
      int portNumber,
      String portName,
      Optional<FilterChainMatch> filterChain,
      String listenerFilter,
      String name)
      implements ObjectMatch {}

  public record FilterChainMatch(
      String name,
      String sni,
      String transportProtocol,
      String applicationProtocols,
      Optional<FilterMatch> filter,
      int destinationPort) {}

  public record FilterMatch(String name, Optional<SubFilterMatch> subFilter) {}

  public record SubFilterMatch(String name) {}

  public record WaypointMatch(
      int portNumber, Optional<WaypointRouteMatch> route, Optional<FilterMatch> filter)
      implements ObjectMatch {}

  public record WaypointRouteMatch(String name) {}

  /** The change itself; {@code value} is the JSON form of Envoy's message. */
  public record Patch(Operation operation, Struct value, FilterClass filterClass) {}

  /** What is done with the value. */
  public enum Operation {
    INVALID,
    MERGE,
    ADD,
    REMOVE,
    INSERT_BEFORE,
    INSERT_AFTER,
    INSERT_FIRST,
    REPLACE,
    MERGE_AND_REPLACE_LIST
  }

  /** Where an added filter goes, relative to the mesh's own. */
  public enum FilterClass {
    UNSPECIFIED,
    AUTHN,
    AUTHZ,
    STATS
  }
}

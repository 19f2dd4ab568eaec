package io.meltemi.translator.proxy;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Struct;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.model.Locality;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a node as Istio's agents, and our own bootstrap, write it: id {@code
 * sidecar|router~IP~NAME.NAMESPACE~DNS-DOMAIN}, and metadata.
 */
public final class NodeParser {

  /**
   * The metadata name by which our own bootstrap says where certificates come from. A node without
   * it takes them from a local agent at the cluster {@code sds-grpc}, as Istio's do.
   */
  public static final String SECRETS = "MELTEMI_SECRETS";

  /** The value of {@link #SECRETS} for {@link SecretSource#ADS}. */
  public static final String SECRETS_OVER_ADS = "ads";

  /** The value of {@link #SECRETS} for {@link SecretSource#NONE}. */
  public static final String NO_SECRETS = "none";

  /** By this name Istio's agents say the whole configuration that their proxy was started with. */
  private static final String AGENT_CONFIG = "PROXY_CONFIG";

  /** By this name our own bootstrap says it, as its text. */
  public static final String CONFIG = "MELTEMI_PROXY_CONFIG";

  /** Metadata kept word for word; anything else in the 60 kB of an Envoy's node is let go. */
  private static final ImmutableSet<String> KEPT =
      ImmutableSet.of(
          "AUTO_REGISTER_GROUP",
          "DNS_AUTO_ALLOCATE",
          "DNS_CAPTURE",
          "GENERATOR",
          "HTTP10",
          "IDLE_TIMEOUT",
          "MESH_ID",
          "NODE_NAME",
          "OWNER",
          "POD_PORTS",
          "REQUESTED_NETWORK_VIEW",
          "ROUTER_MODE",
          "UNPRIVILEGED_POD",
          "WORKLOAD_ENTRY",
          "WORKLOAD_NAME");

  private static final Splitter TILDES = Splitter.on('~');
  private static final Splitter DOTS = Splitter.on('.');
  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

  private NodeParser() {}

  /**
   * Reads one node.
   *
   * @param locality the node's own, {@link Locality#UNKNOWN} if it has none
   */
  public static ParsedNode parse(String nodeId, Struct metadata, Locality locality) {
    List<String> parts = TILDES.splitToList(nodeId);
    if (parts.size() != 4) {
      return new ParsedNode.Refused(
          "node id \"" + printable(nodeId) + "\" is not of the form KIND~IP~NAME.NAMESPACE~DOMAIN");
    }
    Optional<ProxyKind> kind = kind(parts.get(0));
    if (kind.isEmpty()) {
      return new ParsedNode.Refused(
          "node id \"" + printable(nodeId) + "\" is neither of a sidecar nor of a router");
    }
    NodeMetadata said = new NodeMetadata(metadata);
    ImmutableList<String> addresses = addresses(parts.get(1), said.string("INSTANCE_IPS"));
    if (addresses.isEmpty()) {
      return new ParsedNode.Refused(
          "node id \"" + printable(nodeId) + "\" has no address, nor does its INSTANCE_IPS");
    }
    String namespace = namespace(parts.get(2), parts.get(3), said.string("NAMESPACE"));
    Optional<Decoded<MeshConfig>> config = config(said);
    return new ParsedNode.Known(
        new ProxyDescriptor(
            kind.get(),
            name(parts.get(2), namespace),
            namespace,
            addresses,
            parts.get(3),
            said.strings("LABELS"),
            said.string("SERVICE_ACCOUNT"),
            locality,
            said.string("NETWORK"),
            said.string("CLUSTER_ID"),
            interceptionMode(said.string("INTERCEPTION_MODE")),
            secrets(said.string(SECRETS)),
            false,
            config.flatMap(NodeParser::heeded),
            said.string("ISTIO_VERSION"),
            kept(said)),
        config.flatMap(NodeParser::remark));
  }

  private static Optional<Decoded<MeshConfig>> config(NodeMetadata said) {
    String text = said.string(CONFIG);
    String config = text.isEmpty() ? said.json(AGENT_CONFIG) : text;
    return config.isEmpty()
        ? Optional.empty()
        : Optional.of(MeshConfigReader.readToldConfig(config));
  }

  /** An agent may be newer than we are: what cannot be read keeps its proxy from nothing else. */
  private static Optional<MeshProxyConfig> heeded(Decoded<MeshConfig> config) {
    return config instanceof Decoded.Accepted<MeshConfig> accepted
        ? accepted.object().spec().defaultConfig().filter(MeshProxyConfig::isTold)
        : Optional.empty();
  }

  private static Optional<String> remark(Decoded<MeshConfig> config) {
    return config instanceof Decoded.Rejected<MeshConfig> rejected
        ? rejected.diagnostics().stream()
            .findFirst()
            .map(it -> "its own configuration is not heeded: " + it.field() + ": " + it.message())
            .map(NodeParser::printable)
        : Optional.empty();
  }

  private static Optional<ProxyKind> kind(String word) {
    return switch (word) {
      case "sidecar" -> Optional.of(ProxyKind.SIDECAR);
      case "router" -> Optional.of(ProxyKind.ROUTER);
      default -> Optional.empty();
    };
  }

  private static SecretSource secrets(String word) {
    return switch (word) {
      case SECRETS_OVER_ADS -> SecretSource.ADS;
      case NO_SECRETS -> SecretSource.NONE;
      default -> SecretSource.AGENT;
    };
  }

  private static InterceptionMode interceptionMode(String word) {
    return switch (word) {
      case "TPROXY" -> InterceptionMode.TPROXY;
      case "NONE" -> InterceptionMode.NONE;
      default -> InterceptionMode.REDIRECT;
    };
  }

  private static ImmutableList<String> addresses(String first, String others) {
    Set<String> all = new LinkedHashSet<>();
    if (!first.isEmpty()) {
      all.add(first);
    }
    COMMAS.split(others).forEach(all::add);
    return ImmutableList.copyOf(all);
  }

  /** The metadata knows it best; a name without a namespace is in that of the DNS domain. */
  private static String namespace(String id, String dnsDomain, String metadata) {
    if (!metadata.isEmpty()) {
      return metadata;
    }
    int dot = id.lastIndexOf('.');
    return dot < 0 ? DOTS.split(dnsDomain).iterator().next() : id.substring(dot + 1);
  }

  private static String name(String id, String namespace) {
    String ending = "." + namespace;
    return id.endsWith(ending) ? id.substring(0, id.length() - ending.length()) : id;
  }

  private static ImmutableSortedMap<String, String> kept(NodeMetadata said) {
    ImmutableSortedMap.Builder<String, String> kept = ImmutableSortedMap.naturalOrder();
    for (String name : KEPT) {
      String value = said.string(name);
      if (!value.isEmpty()) {
        kept.put(name, value);
      }
    }
    return kept.buildOrThrow();
  }

  /** Node ids come from anybody who can connect, and end up in logs. */
  private static String printable(String nodeId) {
    String plain = nodeId.replaceAll("[^\\x20-\\x7E]", "?");
    return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
  }
}

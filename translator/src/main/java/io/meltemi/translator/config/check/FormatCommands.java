package io.meltemi.translator.config.check;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * The commands of Envoy's substitution format, and what each takes.
 *
 * <p>Source: Envoy 1.40.0, {@code source/common/formatter} (the tables {@code getKnownFormatters}
 * of {@code http_specific_formatter.cc} and {@code stream_info_formatter.cc}) and the formatters
 * built in beside them ({@code CEL}, {@code ENVIRONMENT}, {@code METADATA}, {@code COALESCE});
 * every word of its binary that looks like a command was tried with {@code --mode validate}, alone,
 * with parameters and with a length. {@code FormatsAgainstEnvoyTest} asks the Envoy that tests run.
 */
public final class FormatCommands {

  /**
   * What stands behind a command's name.
   *
   * @param length whether {@code :10} may follow, to cut the value
   */
  record Syntax(FormatParameters parameters, boolean length) {}

  private static final Syntax NAME_ONLY = new Syntax(FormatParameters.NONE, false);
  private static final Syntax HEADER = new Syntax(FormatParameters.HEADER, true);
  private static final Syntax OPTIONAL = new Syntax(FormatParameters.OPTIONAL, false);
  private static final Syntax TIME = new Syntax(FormatParameters.TIME, false);

  private static final String WITHOUT_PARAMETERS =
      """
      ACCESS_LOG_TYPE BYTES_RECEIVED BYTES_RETRANSMITTED BYTES_SENT CONNECTION_ID
      CONNECTION_TERMINATION_DETAILS CUSTOM_FLAGS DOWNSTREAM_CX_RTT
      DOWNSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED
      DOWNSTREAM_DECOMPRESSED_HEADER_BYTES_SENT DOWNSTREAM_DETECTED_CLOSE_TYPE
      DOWNSTREAM_DIRECT_LOCAL_ADDRESS DOWNSTREAM_DIRECT_LOCAL_ADDRESS_ENDPOINT_ID
      DOWNSTREAM_DIRECT_LOCAL_PORT DOWNSTREAM_DIRECT_REMOTE_ADDRESS
      DOWNSTREAM_DIRECT_REMOTE_PORT DOWNSTREAM_HANDSHAKE_DURATION
      DOWNSTREAM_HEADER_BYTES_RECEIVED DOWNSTREAM_HEADER_BYTES_SENT
      DOWNSTREAM_LOCAL_ADDRESS DOWNSTREAM_LOCAL_ADDRESS_ENDPOINT_ID
      DOWNSTREAM_LOCAL_CLOSE_REASON DOWNSTREAM_LOCAL_DNS_SAN DOWNSTREAM_LOCAL_EMAIL_SAN
      DOWNSTREAM_LOCAL_IP_SAN DOWNSTREAM_LOCAL_OTHERNAME_SAN DOWNSTREAM_LOCAL_PORT
      DOWNSTREAM_LOCAL_SUBJECT DOWNSTREAM_LOCAL_URI_SAN DOWNSTREAM_PEER_CERT
      DOWNSTREAM_PEER_CHAIN_FINGERPRINTS_1 DOWNSTREAM_PEER_CHAIN_FINGERPRINTS_256
      DOWNSTREAM_PEER_CHAIN_SERIALS DOWNSTREAM_PEER_DNS_SAN DOWNSTREAM_PEER_EMAIL_SAN
      DOWNSTREAM_PEER_FINGERPRINT_1 DOWNSTREAM_PEER_FINGERPRINT_256 DOWNSTREAM_PEER_IP_SAN
      DOWNSTREAM_PEER_ISSUER DOWNSTREAM_PEER_ISSUER_FINGERPRINT_256
      DOWNSTREAM_PEER_ISSUER_SERIAL DOWNSTREAM_PEER_OTHERNAME_SAN DOWNSTREAM_PEER_SERIAL
      DOWNSTREAM_PEER_SUBJECT DOWNSTREAM_PEER_URI_SAN DOWNSTREAM_REMOTE_ADDRESS
      DOWNSTREAM_REMOTE_PORT DOWNSTREAM_TLS_CIPHER DOWNSTREAM_TLS_GROUP
      DOWNSTREAM_TLS_SESSION_ID DOWNSTREAM_TLS_VERSION DOWNSTREAM_TRANSPORT_FAILURE_REASON
      DOWNSTREAM_WIRE_BYTES_RECEIVED DOWNSTREAM_WIRE_BYTES_SENT DURATION FILTER_CHAIN_NAME
      GRPC_STATUS_NUMBER HOSTNAME LISTENER_NAME LOCAL_REPLY_BODY PACKETS_RETRANSMITTED
      PROTOCOL REQUEST_DURATION REQUEST_HEADERS_BYTES REQUEST_TX_DURATION RESPONSE_CODE
      RESPONSE_DURATION RESPONSE_FLAGS RESPONSE_FLAGS_LONG RESPONSE_HEADERS_BYTES
      RESPONSE_TRAILERS_BYTES RESPONSE_TX_DURATION ROUNDTRIP_DURATION ROUTE_NAME
      ROUTE_RESOLUTION_COUNT ROUTE_RESOLUTION_TIME_US SPAN_ID STREAM_ID
      TLS_JA3_FINGERPRINT TLS_JA4_FINGERPRINT TRACE_ID UNIQUE_ID UPSTREAM_CLUSTER
      UPSTREAM_CLUSTER_RAW UPSTREAM_CONNECTION_ID UPSTREAM_CONNECTION_IDS_ATTEMPTED
      UPSTREAM_CONNECTION_POOL_READY_DURATION UPSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED
      UPSTREAM_DECOMPRESSED_HEADER_BYTES_SENT UPSTREAM_DETECTED_CLOSE_TYPE
      UPSTREAM_HEADER_BYTES_RECEIVED UPSTREAM_HEADER_BYTES_SENT UPSTREAM_HOST
      UPSTREAM_HOSTS_ATTEMPTED UPSTREAM_HOSTS_ATTEMPTED_WITHOUT_PORT UPSTREAM_HOST_NAME
      UPSTREAM_HOST_NAMES_ATTEMPTED UPSTREAM_HOST_NAMES_ATTEMPTED_WITHOUT_PORT
      UPSTREAM_HOST_NAME_WITHOUT_PORT UPSTREAM_LOCAL_ADDRESS UPSTREAM_LOCAL_CLOSE_REASON
      UPSTREAM_LOCAL_DNS_SAN UPSTREAM_LOCAL_IP_SAN UPSTREAM_LOCAL_PORT
      UPSTREAM_LOCAL_URI_SAN UPSTREAM_PEER_CERT UPSTREAM_PEER_DNS_SAN UPSTREAM_PEER_IP_SAN
      UPSTREAM_PEER_ISSUER UPSTREAM_PEER_SUBJECT UPSTREAM_PEER_URI_SAN UPSTREAM_PROTOCOL
      UPSTREAM_REMOTE_ADDRESS UPSTREAM_REMOTE_ADDRESS_ENDPOINT_ID UPSTREAM_REMOTE_PORT
      UPSTREAM_REQUEST_ATTEMPT_COUNT UPSTREAM_SERVER_NAME UPSTREAM_TLS_CIPHER
      UPSTREAM_TLS_GROUP UPSTREAM_TLS_SESSION_ID UPSTREAM_TLS_VERSION
      UPSTREAM_TRANSPORT_FAILURE_REASON UPSTREAM_WIRE_BYTES_RECEIVED
      UPSTREAM_WIRE_BYTES_SENT VIRTUAL_CLUSTER_NAME
      """;

  private static final ImmutableMap<String, Syntax> COMMANDS =
      ImmutableMap.<String, Syntax>builder()
          .putAll(withoutParameters())
          .put("CEL", new Syntax(FormatParameters.REQUIRED, true))
          .put("CLUSTER_METADATA", new Syntax(FormatParameters.REQUIRED, false))
          .put("COALESCE", new Syntax(FormatParameters.COALESCE, true))
          .put("COMMON_DURATION", new Syntax(FormatParameters.DURATION, false))
          .put("DOWNSTREAM_DIRECT_LOCAL_ADDRESS_WITHOUT_PORT", OPTIONAL)
          .put("DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT", OPTIONAL)
          .put("DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", OPTIONAL)
          .put("DOWNSTREAM_PEER_CERT_V_END", TIME)
          .put("DOWNSTREAM_PEER_CERT_V_START", TIME)
          .put("DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", OPTIONAL)
          .put("DYNAMIC_METADATA", new Syntax(FormatParameters.REQUIRED, true))
          .put("EMIT_TIME", TIME)
          .put("EMIT_TIME_LOCAL", TIME)
          .put("ENVIRONMENT", new Syntax(FormatParameters.REQUIRED, true))
          .put("FILTER_STATE", new Syntax(FormatParameters.FILTER_STATE, true))
          .put("GRPC_STATUS", new Syntax(FormatParameters.GRPC_STATUS, false))
          .put("METADATA", new Syntax(FormatParameters.METADATA, true))
          .put("PATH", new Syntax(FormatParameters.PATH, true))
          .put("QUERY_PARAM", new Syntax(FormatParameters.REQUIRED, true))
          .put("QUERY_PARAMS", new Syntax(FormatParameters.QUERY, true))
          .put("REQ", HEADER)
          .put("REQUESTED_SERVER_NAME", new Syntax(FormatParameters.SERVER_NAME, false))
          .put("REQUEST_HEADER", HEADER)
          .put("RESP", HEADER)
          .put("RESPONSE_CODE_DETAILS", OPTIONAL)
          .put("RESPONSE_HEADER", HEADER)
          .put("RESPONSE_TRAILER", HEADER)
          .put("START_TIME", TIME)
          .put("START_TIME_LOCAL", TIME)
          .put("STREAM_INFO_REQ", HEADER)
          .put("TRAILER", HEADER)
          .put("UPSTREAM_FILTER_STATE", new Syntax(FormatParameters.FILTER_STATE, true))
          .put("UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", OPTIONAL)
          .put("UPSTREAM_METADATA", new Syntax(FormatParameters.REQUIRED, false))
          .put("UPSTREAM_PEER_CERT_V_END", TIME)
          .put("UPSTREAM_PEER_CERT_V_START", TIME)
          .put("UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", OPTIONAL)
          .buildOrThrow();

  private FormatCommands() {}

  private static ImmutableMap<String, Syntax> withoutParameters() {
    ImmutableMap.Builder<String, Syntax> commands = ImmutableMap.builder();
    Splitter.onPattern("\\s+")
        .omitEmptyStrings()
        .split(WITHOUT_PARAMETERS)
        .forEach(name -> commands.put(name, NAME_ONLY));
    return commands.buildOrThrow();
  }

  public static ImmutableSet<String> names() {
    return COMMANDS.keySet();
  }

  /**
   * What Envoy has against a command.
   *
   * @param parameters what stands in parentheses; empty if there are none
   * @param length whether a length follows
   */
  static Optional<String> objection(String name, String parameters, boolean length) {
    Syntax syntax = COMMANDS.get(name);
    if (syntax == null) {
      return Optional.of("Envoy has no command of that name; write %% for a percent sign");
    }
    if (length && !syntax.length()) {
      return Optional.of("takes no length");
    }
    return syntax.parameters().objection(parameters);
  }
}

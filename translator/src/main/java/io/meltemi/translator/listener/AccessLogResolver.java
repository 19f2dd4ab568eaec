package io.meltemi.translator.listener;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshConfig.AccessLog.Encoding;
import io.meltemi.translator.listener.AccessLogSettings.Format;

/**
 * Whether and how there is an access log, by MeshConfig. The default formats have Istio's fields in
 * Istio's order, because people's log pipelines parse them.
 */
final class AccessLogResolver {

  private static final String TEXT =
      "[%START_TIME%]"
          + " \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\""
          + " %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS%"
          + " %CONNECTION_TERMINATION_DETAILS% \"%UPSTREAM_TRANSPORT_FAILURE_REASON%\""
          + " %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"
          + " \"%REQ(X-FORWARDED-FOR)%\" \"%REQ(USER-AGENT)%\" \"%REQ(X-REQUEST-ID)%\""
          + " \"%REQ(:AUTHORITY)%\" \"%UPSTREAM_HOST%\" %UPSTREAM_CLUSTER_RAW%"
          + " %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS%"
          + " %REQUESTED_SERVER_NAME% %ROUTE_NAME%\n";

  private static final Format.Json JSON =
      new Format.Json(
          Struct.newBuilder()
              .putFields("start_time", value("%START_TIME%"))
              .putFields("method", value("%REQ(:METHOD)%"))
              .putFields("path", value("%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"))
              .putFields("protocol", value("%PROTOCOL%"))
              .putFields("response_code", value("%RESPONSE_CODE%"))
              .putFields("response_flags", value("%RESPONSE_FLAGS%"))
              .putFields("response_code_details", value("%RESPONSE_CODE_DETAILS%"))
              .putFields(
                  "connection_termination_details", value("%CONNECTION_TERMINATION_DETAILS%"))
              .putFields(
                  "upstream_transport_failure_reason", value("%UPSTREAM_TRANSPORT_FAILURE_REASON%"))
              .putFields("bytes_received", value("%BYTES_RECEIVED%"))
              .putFields("bytes_sent", value("%BYTES_SENT%"))
              .putFields("duration", value("%DURATION%"))
              .putFields("upstream_service_time", value("%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"))
              .putFields("x_forwarded_for", value("%REQ(X-FORWARDED-FOR)%"))
              .putFields("user_agent", value("%REQ(USER-AGENT)%"))
              .putFields("request_id", value("%REQ(X-REQUEST-ID)%"))
              .putFields("authority", value("%REQ(:AUTHORITY)%"))
              .putFields("upstream_host", value("%UPSTREAM_HOST%"))
              .putFields("upstream_cluster", value("%UPSTREAM_CLUSTER_RAW%"))
              .putFields("upstream_local_address", value("%UPSTREAM_LOCAL_ADDRESS%"))
              .putFields("downstream_local_address", value("%DOWNSTREAM_LOCAL_ADDRESS%"))
              .putFields("downstream_remote_address", value("%DOWNSTREAM_REMOTE_ADDRESS%"))
              .putFields("requested_server_name", value("%REQUESTED_SERVER_NAME%"))
              .putFields("route_name", value("%ROUTE_NAME%"))
              .build());

  private AccessLogResolver() {}

  static AccessLogSettings resolve(MeshConfig.AccessLog said) {
    if (said.accessLogFile().isEmpty()) {
      return AccessLogSettings.NONE;
    }
    return new AccessLogSettings(
        said.accessLogFile(),
        switch (said.accessLogEncoding().orElse(Encoding.TEXT)) {
          case TEXT -> text(said.accessLogFormat());
          case JSON -> json(said.accessLogFormat());
        },
        !said.disableEnvoyListenerLog().orElse(false));
  }

  private static Format text(String format) {
    if (format.isEmpty()) {
      return new Format.Text(TEXT);
    }
    return new Format.Text(format.endsWith("\n") ? format : format + "\n");
  }

  private static Format json(String format) {
    if (format.isEmpty()) {
      return JSON;
    }
    Struct.Builder fields = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(format, fields);
    } catch (InvalidProtocolBufferException _) {
      // The check of MeshConfig says so; a log in the default form is better than none.
      return JSON;
    }
    return new Format.Json(fields.build());
  }

  private static Value value(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}

package io.meltemi.istiod.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.google.common.base.Splitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Istio's flag for log levels: {@code default:info,io.meltemi.istiod.xds:debug}. */
final class LogLevels {

  /**
   * gRPC says at INFO, with a stack trace, how each connection failed: strangers would write our
   * log. Held, as the JDK's loggers are forgotten otherwise.
   */
  private static final java.util.logging.Logger TRANSPORT =
      java.util.logging.Logger.getLogger("io.grpc.netty.shaded");

  private LogLevels() {}

  static void apply(String flag) {
    TRANSPORT.setLevel(java.util.logging.Level.SEVERE);
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    for (String part : Splitter.on(',').trimResults().omitEmptyStrings().split(flag)) {
      int colon = part.lastIndexOf(':');
      String scope = colon < 0 ? "default" : part.substring(0, colon);
      Level level = level(part.substring(colon + 1));
      boolean everything = scope.equals("default") || scope.equals("all");
      context.getLogger(everything ? Logger.ROOT_LOGGER_NAME : scope).setLevel(level);
    }
  }

  private static Level level(String word) {
    return switch (word) {
      case "none" -> Level.OFF;
      case "fatal", "error" -> Level.ERROR;
      case "warn" -> Level.WARN;
      case "info" -> Level.INFO;
      case "debug" -> Level.DEBUG;
      default ->
          throw new CommandFailure(
              "--log_output_level takes none, error, warn, info or debug, not \"" + word + "\"");
    };
  }
}

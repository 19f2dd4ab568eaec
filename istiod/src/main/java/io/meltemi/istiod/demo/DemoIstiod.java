package io.meltemi.istiod.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import com.google.common.net.HostAndPort;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.IstiodServer;
import io.meltemi.istiod.state.LoopOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The istiod of the demo: in this process, under Istio's port numbers on an address of its own. */
final class DemoIstiod implements AutoCloseable {

  /** Block 0 of the sample's address plan. */
  private static final String HOST = "127.1.0.1";

  private static final int SECURE_GRPC_PORT = 15012;

  /** {@code /ready} is for Kubernetes; nobody asks for it here, so any port does. */
  private static final int HTTP_PORT = 0;

  private static final int MONITORING_PORT = 15014;

  private final IstiodServer server;

  private DemoIstiod(IstiodServer server) {
    this.server = server;
  }

  /** Who plays with short certificates sees them change. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Nobody comes in who is not known: there is no plaintext door. */
  static DemoIstiod on(Path meshFolder, Path state) throws IOException {
    IdentityConfig identity =
        IdentityConfig.of(new InetSocketAddress(HOST, SECURE_GRPC_PORT), state);
    IstiodConfig config =
        new IstiodConfig(
            meshFolder,
            Optional.empty(),
            "cluster.local",
            Optional.empty(),
            Optional.of(identity.withMinCertificateTtl(SHORTEST)),
            new InetSocketAddress(HOST, HTTP_PORT),
            new InetSocketAddress(HOST, MONITORING_PORT),
            LoopOptions.DEFAULT);
    return new DemoIstiod(new IstiodServer(config));
  }

  void start() throws DemoException {
    try {
      server.start();
    } catch (IOException e) {
      throw new DemoException("istiod does not start: " + e.getMessage(), e);
    }
  }

  static HostAndPort discovery() {
    return HostAndPort.fromParts(HOST, SECURE_GRPC_PORT);
  }

  static HostAndPort monitoring() {
    return HostAndPort.fromParts(HOST, MONITORING_PORT);
  }

  static String debugUrl() {
    return "http://" + monitoring() + "/debug";
  }

  /** Sends this process's log into a file: the screen is for the reader of the demo. */
  static void logTo(Path file) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\", UTC} %-5level %logger{0} - %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(Level.INFO);
  }

  @Override
  public void close() {
    server.close();
  }
}

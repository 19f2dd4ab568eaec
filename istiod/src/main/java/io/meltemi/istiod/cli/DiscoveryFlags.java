package io.meltemi.istiod.cli;

import com.google.common.net.HostAndPort;
import io.meltemi.translator.bootstrap.Discovery;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say how a proxy finds its istiod. */
final class DiscoveryFlags {

  private static final String SECURE = "127.0.0.1:15012";
  private static final String PLAINTEXT = "127.0.0.1:15010";

  @Option(
      names = "--discovery",
      paramLabel = "HOST:PORT",
      description = "istiod's ADS (default: " + SECURE + ", or " + PLAINTEXT + " with --plaintext)")
  private String address = "";

  @Option(
      names = "--plaintext",
      description = "no TLS to istiod: the proxy is not known, and gets no certificate")
  private boolean plaintext;

  @Option(
      names = "--token",
      paramLabel = "FILE",
      description =
          "proves who the proxy is; replace it by rename before it ends"
              + " (see: istiod token create)")
  private @Nullable Path token;

  @Option(
      names = "--ca-root",
      paramLabel = "FILE",
      description =
          "roots that istiod is verified with (default: "
              + StateDir.ROOT_CERTIFICATE
              + " in the state folder)")
  private @Nullable Path root;

  @Option(
      names = "--server-name",
      defaultValue = "istiod.istio-system.svc",
      description = "what istiod's certificate must say (default: ${DEFAULT-VALUE})")
  private String serverName = "";

  @Mixin private StateDir state = new StateDir();

  Optional<Path> token() {
    return Optional.ofNullable(token);
  }

  boolean isPlaintext() {
    return plaintext;
  }

  Path stateDir() {
    return state.path();
  }

  /** The file of roots, which must be there already. */
  Path root() {
    return root == null ? state.path().resolve(StateDir.ROOT_CERTIFICATE) : root;
  }

  Discovery.Plaintext plaintext() {
    return new Discovery.Plaintext(address(PLAINTEXT));
  }

  Discovery.Secure secure(Path tokenFile) {
    return new Discovery.Secure(address(SECURE), serverName, absolute(root()), absolute(tokenFile));
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  private HostAndPort address(String otherwise) {
    return Flags.hostAndPort("--discovery", address.isEmpty() ? otherwise : address);
  }
}

package io.meltemi.translator.listener;

import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.SecretSource;
import java.util.Optional;

/**
 * Whether connections must say that they are bytes: over mTLS to a port whose protocol is detected,
 * where the server cannot look inside.
 */
record DetectedBytes(boolean hasCertificate, boolean automatic) {

  static DetectedBytes of(OutboundKey scope, MeshConfig mesh) {
    return new DetectedBytes(
        scope.secrets() != SecretSource.NONE, mesh.enableAutoMtls().orElse(true));
  }

  /**
   * Whether they must, to this port.
   *
   * @param tls what the DestinationRule says
   */
  boolean isNeeded(MeshService service, int port, Optional<ClientTls> tls) {
    boolean mutual =
        tls.map(said -> said.mode() == ClientTls.Mode.ISTIO_MUTUAL)
            .orElse(automatic && !service.meshExternal());
    return hasCertificate
        && mutual
        && service.port(port).map(ServicePort::protocol).stream()
            .anyMatch(protocol -> protocol == Protocol.DETECT);
  }

  /** Whether it must not be said: the server is none of the mesh's. */
  static boolean isForeign(Optional<ClientTls> tls) {
    return tls.stream()
        .anyMatch(
            said ->
                switch (said.mode()) {
                  case SIMPLE, MUTUAL -> true;
                  case DISABLE, ISTIO_MUTUAL -> false;
                });
  }
}

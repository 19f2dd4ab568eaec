package io.meltemi.translator.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;

/** Resources as they may be shown: as Envoy's own dumps do it, without what is secret in them. */
public final class Redaction {

  private static final DataSource REDACTED =
      DataSource.newBuilder().setInlineString("[redacted]").build();

  private Redaction() {}

  /** The resource's message; of a secret, with keys and passwords blacked out. */
  public static Any packed(XdsResource resource) {
    return switch (resource.type()) {
      case SECRET -> Protos.any(secret(resource));
      case CLUSTER, ENDPOINT, LISTENER, ROUTE -> resource.packed();
    };
  }

  private static Secret secret(XdsResource resource) {
    Secret secret;
    try {
      secret = Secret.parseFrom(resource.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a secret that is none: " + resource.name(), e);
    }
    Secret.Builder shown = secret.toBuilder();
    switch (secret.getTypeCase()) {
      case TLS_CERTIFICATE -> shown.setTlsCertificate(certificate(secret.getTlsCertificate()));
      case GENERIC_SECRET -> shown.getGenericSecretBuilder().clear().setSecret(REDACTED);
      case SESSION_TICKET_KEYS -> shown.getSessionTicketKeysBuilder().clearKeys().addKeys(REDACTED);
      case VALIDATION_CONTEXT, TYPE_NOT_SET -> {}
    }
    return shown.build();
  }

  private static TlsCertificate certificate(TlsCertificate certificate) {
    TlsCertificate.Builder shown = certificate.toBuilder();
    if (certificate.hasPrivateKey()) {
      shown.setPrivateKey(REDACTED);
    }
    if (certificate.hasPassword()) {
      shown.setPassword(REDACTED);
    }
    if (certificate.hasPkcs12()) {
      shown.setPkcs12(REDACTED);
    }
    return shown.build();
  }
}

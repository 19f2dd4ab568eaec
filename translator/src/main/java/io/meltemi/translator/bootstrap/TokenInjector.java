package io.meltemi.translator.bootstrap;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.credential_injector.v3.CredentialInjector;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;

/**
 * The filter that puts {@code authorization: Bearer TOKEN} into a request, the token read from a
 * file and read again when the file is replaced.
 */
final class TokenInjector {

  /** The static secret that names the token's file. */
  static final String SECRET = "istiod-token";

  private static final String CREDENTIAL = "envoy.http.injected_credentials.generic";
  private static final String CREDENTIAL_TYPE =
      "type.googleapis.com/envoy.extensions.http.injected_credentials.generic.v3.Generic";

  private TokenInjector() {}

  static CredentialInjector filter() {
    return CredentialInjector.newBuilder()
        .setOverwrite(true)
        .setCredential(
            TypedExtensionConfig.newBuilder()
                .setName(CREDENTIAL)
                .setTypedConfig(Any.pack(generic())))
        .build();
  }

  /** Belongs among the bootstrap's static secrets. */
  static Secret secret(String token) {
    DataSource file =
        DataSource.newBuilder()
            .setFilename(token)
            .setWatchedDirectory(RootSecret.watched(token))
            .build();
    return Secret.newBuilder()
        .setName(SECRET)
        .setGenericSecret(GenericSecret.newBuilder().setSecret(file))
        .build();
  }

  /** As a struct: the field of the prefix is newer than the API that we build against. */
  private static TypedStruct generic() {
    return TypedStruct.newBuilder()
        .setTypeUrl(CREDENTIAL_TYPE)
        .setValue(
            Struct.newBuilder()
                .putFields("credential", struct("name", text(SECRET)))
                .putFields("header", text("authorization"))
                .putFields("header_value_prefix", text("Bearer ")))
        .build();
  }

  private static Value struct(String field, Value value) {
    return Value.newBuilder().setStructValue(Struct.newBuilder().putFields(field, value)).build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}

package io.meltemi.istiod.xds.testing;

import com.google.common.net.HostAndPort;
import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** How a client reaches a server and what it shows. */
public record Dial(
    String address,
    Optional<Path> roots,
    String token,
    String chainPem,
    String keyPem,
    Optional<String> from) {

  /** Fixed and small, so that one large response is more than the connection takes. */
  private static final int WINDOW = 256 * 1024;

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** To {@code host:port}. */
  public static Dial plaintext(String address) {
    return new Dial(address, Optional.empty(), "", "", "", Optional.empty());
  }

  /** Verifies the server and shows nothing yet. */
  public static Dial tls(String address, Path roots) {
    return new Dial(address, Optional.of(roots), "", "", "", Optional.empty());
  }

  public Dial withToken(String bearer) {
    return new Dial(address, roots, bearer, chainPem, keyPem, from);
  }

  public Dial withCertificate(String chain, String key) {
    return new Dial(address, roots, token, chain, key, from);
  }

  /** From that loopback address instead of the usual one. */
  public Dial from(String local) {
    return new Dial(address, roots, token, chainPem, keyPem, Optional.of(local));
  }

  public ManagedChannel channel() {
    HostAndPort host = HostAndPort.fromString(address);
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(host.getHost(), host.getPort())
            .flowControlWindow(WINDOW)
            .maxInboundMessageSize(1 << 30);
    from.ifPresent(local -> builder.localSocketPicker(picker(new InetSocketAddress(local, 0))));
    if (roots.isEmpty()) {
      builder.usePlaintext();
    } else {
      secure(builder, roots.get());
    }
    if (!token.isEmpty()) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + token);
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    return builder.build();
  }

  private static NettyChannelBuilder.LocalSocketPicker picker(SocketAddress local) {
    return new NettyChannelBuilder.LocalSocketPicker() {
      @Override
      public SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
        return local;
      }
    };
  }

  private void secure(NettyChannelBuilder builder, Path trusted) {
    try {
      SslContextBuilder context = GrpcSslContexts.forClient().trustManager(trusted.toFile());
      if (!chainPem.isEmpty()) {
        context.keyManager(stream(chainPem), stream(keyPem));
      }
      builder.sslContext(context.build()).overrideAuthority("istiod.istio-system.svc");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}

package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.ServerTls;

/** Reads a {@link Gateway}, and the server side of TLS. */
final class GatewayDecoder {

  private GatewayDecoder() {}

  static Gateway gateway(ObjectReader in) {
    return new Gateway(in.list("servers", GatewayDecoder::server), in.stringMap("selector"));
  }

  private static Gateway.Server server(ObjectReader in) {
    return new Gateway.Server(
        in.requiredObject("port", GatewayDecoder::port),
        in.string("bind"),
        in.requiredStrings("hosts"),
        in.object("tls", GatewayDecoder::serverTls),
        in.string("defaultEndpoint"),
        in.string("name"));
  }

  private static Gateway.Port port(ObjectReader in) {
    return new Gateway.Port(
        in.requiredUnsigned("number"),
        in.requiredString("protocol"),
        in.requiredString("name"),
        in.unsigned("targetPort"));
  }

  static ServerTls serverTls(ObjectReader in) {
    return new ServerTls(
        in.bool("httpsRedirect"),
        in.enumeration("mode", ServerTls.Mode.class),
        in.string("serverCertificate"),
        in.string("privateKey"),
        in.string("caCertificates"),
        in.string("caCrl"),
        in.string("credentialName"),
        in.strings("credentialNames"),
        in.string("caCertCredentialName"),
        in.list("tlsCertificates", GatewayDecoder::certificate),
        in.strings("subjectAltNames"),
        in.strings("verifyCertificateSpki"),
        in.strings("verifyCertificateHash"),
        in.enumeration("minProtocolVersion", ServerTls.Protocol.class),
        in.enumeration("maxProtocolVersion", ServerTls.Protocol.class),
        in.strings("cipherSuites"),
        in.optionalBool("insecureSkipVerify"));
  }

  private static ServerTls.Certificate certificate(ObjectReader in) {
    return new ServerTls.Certificate(
        in.string("serverCertificate"), in.string("privateKey"), in.string("caCertificates"));
  }
}

package io.meltemi.translator.listener;

import io.meltemi.translator.authn.MutualTlsMode;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.tls.Alpn;
import io.meltemi.translator.tls.TlsLimits;
import io.meltemi.translator.tls.TrustDomains;

/**
 * What an inbound port accepts. Decides which chains the port has.
 *
 * @param context what terminates the mesh's mTLS, where it is accepted
 */
record InboundTls(MutualTlsMode mode, DownstreamTls context) {

  /** For one of the workload's ports. */
  static InboundTls of(ProxyView view, int port) {
    return of(view, view.proxyClass().peerPolicy().on(port));
  }

  /** For the ports that nobody declared. */
  static InboundTls ofUndeclared(ProxyView view) {
    return of(view, view.proxyClass().peerPolicy().mode());
  }

  private static InboundTls of(ProxyView view, MutualTlsMode wanted) {
    SecretSource secrets = view.proxyClass().secrets();
    // Without a certificate both cannot be had; where mTLS is a must, nothing is let in.
    boolean plaintextOnly = secrets == SecretSource.NONE && wanted == MutualTlsMode.PERMISSIVE;
    return new InboundTls(
        plaintextOnly ? MutualTlsMode.DISABLE : wanted,
        new DownstreamTls(
            new DownstreamTls.Certificates.OfMesh(secrets),
            new DownstreamTls.Clients.Verified(
                true,
                new DownstreamTls.Trust.OfMesh(secrets),
                DownstreamTls.Names.beginningWith(TrustDomains.prefixes(view.meshConfig()))),
            TlsLimits.ofMesh(view.meshConfig()),
            Alpn.ACCEPT));
  }
}

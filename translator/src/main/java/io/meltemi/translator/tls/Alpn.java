package io.meltemi.translator.tls;

import com.google.common.collect.ImmutableList;

/**
 * Istio's application protocols. A sidecar offers them to say that it is the mesh's mTLS and what
 * is inside; the server's sidecar chooses a filter chain by them, and so tells it from TLS that the
 * application itself speaks.
 */
public final class Alpn {

  private static final String ISTIO = "istio";

  /** Ends the list of one that exchanges metadata before its bytes; stock Envoy cannot do that. */
  private static final String PEER_EXCHANGE = "istio-peer-exchange";

  private static final String HTTP_10 = "istio-http/1.0";
  private static final String HTTP_11 = "istio-http/1.1";
  private static final String HTTP_2 = "istio-h2";

  /** Whatever is inside. */
  public static final ImmutableList<String> ANY_MESH =
      ImmutableList.of(ISTIO, PEER_EXCHANGE, HTTP_10, HTTP_11, HTTP_2);

  /** The client has seen that it is HTTP. */
  public static final ImmutableList<String> MESH_HTTP = ImmutableList.of(HTTP_10, HTTP_11, HTTP_2);

  /** The client knows of bytes only. */
  public static final ImmutableList<String> MESH_BYTES = ImmutableList.of(ISTIO, PEER_EXCHANGE);

  /** What a client offers with HTTP/1.1 inside. */
  public static final ImmutableList<String> OFFER_HTTP1 =
      ImmutableList.of(HTTP_11, ISTIO, "http/1.1");

  /** What a client offers with HTTP/2 inside. */
  public static final ImmutableList<String> OFFER_HTTP2 = ImmutableList.of(HTTP_2, ISTIO, "h2");

  /**
   * What a client offers with HTTP inside of a version that is not known beforehand: without a
   * standard name, so that the server looks at the first bytes instead of believing it.
   */
  public static final ImmutableList<String> OFFER_ANY_HTTP = ImmutableList.of(HTTP_11, ISTIO);

  /** What a client offers with bytes inside. */
  public static final ImmutableList<String> OFFER_TCP = ImmutableList.of(ISTIO);

  /** What a server answers to, best first. */
  public static final ImmutableList<String> ACCEPT = ImmutableList.of("h2", "http/1.1");

  private Alpn() {}
}

package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/**
 * A call as Envoy sees it.
 *
 * @param identity the URI of the caller's certificate, empty without one
 * @param peer who has made the connection
 * @param client whom trusted proxies tell of
 * @param claims of a verified token, empty without one
 */
record CallTo(
    String method,
    String host,
    String path,
    ImmutableListMultimap<String, String> headers,
    String identity,
    String peer,
    String client,
    String sni,
    String address,
    int port,
    Struct claims,
    ImmutableMap<String, Struct> metadata) {

  static CallTo get(String path) {
    return new CallTo(
        "GET",
        "web.default",
        path,
        ImmutableListMultimap.of(),
        "",
        "10.0.0.1",
        "10.0.0.1",
        "",
        "10.9.0.1",
        8080,
        Struct.getDefaultInstance(),
        ImmutableMap.of());
  }

  CallTo method(String other) {
    return new CallTo(
        other, host, path, headers, identity, peer, client, sni, address, port, claims, metadata);
  }

  CallTo host(String other) {
    return new CallTo(
        method, other, path, headers, identity, peer, client, sni, address, port, claims, metadata);
  }

  CallTo header(String name, String value) {
    return new CallTo(
        method,
        host,
        path,
        ImmutableListMultimap.<String, String>builder().putAll(headers).put(name, value).build(),
        identity,
        peer,
        client,
        sni,
        address,
        port,
        claims,
        metadata);
  }

  /** {@code cluster.local/ns/default/sa/client}. */
  CallTo by(String principal) {
    return new CallTo(
        method,
        host,
        path,
        headers,
        "spiffe://" + principal,
        peer,
        client,
        sni,
        address,
        port,
        claims,
        metadata);
  }

  CallTo from(String peerAddress, String clientAddress) {
    return new CallTo(
        method,
        host,
        path,
        headers,
        identity,
        peerAddress,
        clientAddress,
        sni,
        address,
        port,
        claims,
        metadata);
  }

  CallTo to(String serverName, String destination, int destinationPort) {
    return new CallTo(
        method,
        host,
        path,
        headers,
        identity,
        peer,
        client,
        serverName,
        destination,
        destinationPort,
        claims,
        metadata);
  }

  CallTo claim(String name, Value value) {
    return new CallTo(
        method,
        host,
        path,
        headers,
        identity,
        peer,
        client,
        sni,
        address,
        port,
        claims.toBuilder().putFields(name, value).build(),
        metadata);
  }

  CallTo metadata(String filter, Struct said) {
    return new CallTo(
        method,
        host,
        path,
        headers,
        identity,
        peer,
        client,
        sni,
        address,
        port,
        claims,
        ImmutableMap.of(filter, said));
  }
}

package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ServerTls;

/**
 * TLS that a gateway terminates with certificates from its own file system.
 *
 * @param certificates at least one
 * @param caCertificates a file; empty when clients are not asked for a certificate
 * @param requireClientCertificate false for OPTIONAL_MUTUAL
 * @param alpn what is offered to clients, best first
 */
record DownstreamTls(
    ImmutableList<ServerTls.Certificate> certificates,
    String caCertificates,
    String caCrl,
    boolean requireClientCertificate,
    ImmutableList<String> subjectAltNames,
    ImmutableList<String> spki,
    ImmutableList<String> hashes,
    ServerTls.Protocol minVersion,
    ServerTls.Protocol maxVersion,
    ImmutableList<String> cipherSuites,
    ImmutableList<String> alpn) {}

package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.x509.Issuer;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;

/**
 * What signs, what of our own is trusted, and what is revoked, at one moment; replaced as a whole.
 */
record IssuerState(
    Issuer issuer, ImmutableList<X509Certificate> trusted, ImmutableList<X509CRL> crls) {}

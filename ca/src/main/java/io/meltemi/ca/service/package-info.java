/**
 * The door for those who bring their own key: {@code
 * istio.v1.auth.IstioCertificateService/CreateCertificate}, and how a gRPC call's credentials are
 * read.
 */
@NullMarked
package io.meltemi.ca.service;

import org.jspecify.annotations.NullMarked;

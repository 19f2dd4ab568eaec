/**
 * Identity: who a caller is, what is signed for them, and what the mesh trusts.
 *
 * <p>The way of a certificate: {@link io.meltemi.ca.authenticate} makes an identity of a token or a
 * client certificate; {@link io.meltemi.ca.authority} signs for exactly that identity, now or when
 * half of the last certificate's life is over; {@link io.meltemi.ca.service} is the door for those
 * who bring their own key. {@link io.meltemi.ca.x509} knows the formats, {@link
 * io.meltemi.ca.token} the tokens that istiod signs itself where there is no Kubernetes.
 *
 * <p>This module knows neither Envoy nor the translator, and must not import {@code
 * io.meltemi.istiod}.
 */
@NullMarked
package io.meltemi.ca;

import org.jspecify.annotations.NullMarked;

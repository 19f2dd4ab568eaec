/**
 * What users write: Istio's objects under Istio's own names, and narrowings of the Kubernetes
 * objects a mesh needs.
 *
 * <p>Every record is a faithful picture of the API: all fields, in the API's words, no default
 * filled in. A field that is not there is an empty collection, an empty string, a zero, a proto
 * zero value of an enum, or an empty {@code Optional} where the API tells absence from zero. What a
 * default is, and which of several objects wins, is decided by the resolvers further up.
 *
 * <p>Decoding is in {@code config.decode}, the rules an object must obey in {@code config.check}.
 * Imports only {@code diagnostic}; it must not know the model, proxies or Envoy's API.
 */
@NullMarked
package io.meltemi.translator.config;

import org.jspecify.annotations.NullMarked;

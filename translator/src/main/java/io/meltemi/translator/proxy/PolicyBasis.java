package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.model.MeshModel;

/**
 * The policies that may select a proxy of a namespace. A change in another namespace leaves them
 * the same references.
 */
record PolicyBasis(
    ImmutableList<ConfigObject<AuthorizationPolicy>> ownAuthorization,
    ImmutableList<ConfigObject<AuthorizationPolicy>> rootAuthorization,
    ImmutableList<ConfigObject<RequestAuthentication>> ownAuthentication,
    ImmutableList<ConfigObject<RequestAuthentication>> rootAuthentication) {

  static PolicyBasis of(MeshModel model, String namespace) {
    return new PolicyBasis(
        model.authorizationPolicies().inNamespace(namespace),
        model.authorizationPolicies().inNamespace(model.rootNamespace()),
        model.requestAuthentications().inNamespace(namespace),
        model.requestAuthentications().inNamespace(model.rootNamespace()));
  }

  /** Compared by reference. */
  boolean isSame(PolicyBasis other) {
    return ownAuthorization == other.ownAuthorization
        && rootAuthorization == other.rootAuthorization
        && ownAuthentication == other.ownAuthentication
        && rootAuthentication == other.rootAuthentication;
  }
}

package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;

/** The policies that hold for a class of proxies, in the order of their keys. */
public record Policies(
    ImmutableList<ConfigObject<AuthorizationPolicy>> authorization,
    ImmutableList<ConfigObject<RequestAuthentication>> requestAuthentication) {

  public static final Policies NONE = new Policies(ImmutableList.of(), ImmutableList.of());

  static Policies of(MeshModel model, PolicyKeys keys) {
    return keys.equals(PolicyKeys.NONE)
        ? NONE
        : new Policies(
            found(model.authorizationPolicies(), keys.authorization()),
            found(model.requestAuthentications(), keys.requestAuthentication()));
  }

  private static <T extends ConfigSpec> ImmutableList<ConfigObject<T>> found(
      ObjectIndex<T> index, Iterable<ConfigKey> keys) {
    ImmutableList.Builder<ConfigObject<T>> objects = ImmutableList.builder();
    keys.forEach(key -> index.get(key).ifPresent(objects::add));
    return objects.build();
  }
}

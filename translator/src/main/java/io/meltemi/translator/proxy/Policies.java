package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The policies that hold for a class of proxies, in the order of their keys.
 *
 * @param keySets what tokens are verified with, by address
 */
public record Policies(
    ImmutableList<ConfigObject<AuthorizationPolicy>> authorization,
    ImmutableList<ConfigObject<RequestAuthentication>> requestAuthentication,
    ImmutableSortedMap<String, KeySet> keySets) {

  public static final Policies NONE =
      new Policies(ImmutableList.of(), ImmutableList.of(), ImmutableSortedMap.of());

  static Policies of(MeshModel model, PolicyKeys keys) {
    if (keys.equals(PolicyKeys.NONE)) {
      return NONE;
    }
    ImmutableList<ConfigObject<RequestAuthentication>> authentication =
        found(model.requestAuthentications(), keys.requestAuthentication());
    return new Policies(
        found(model.authorizationPolicies(), keys.authorization()),
        authentication,
        keySets(model, authentication));
  }

  private static ImmutableSortedMap<String, KeySet> keySets(
      MeshModel model, List<ConfigObject<RequestAuthentication>> policies) {
    SortedMap<String, KeySet> found = new TreeMap<>();
    policies.stream()
        .flatMap(policy -> policy.spec().jwtRules().stream())
        .flatMap(rule -> rule.keysAddress().stream())
        .forEach(
            address ->
                model
                    .keySets()
                    .get(new ConfigKey(ConfigKind.KEY_SET, "", address))
                    .ifPresent(keys -> found.put(address, keys.spec())));
    return ImmutableSortedMap.copyOfSorted(found);
  }

  private static <T extends ConfigSpec> ImmutableList<ConfigObject<T>> found(
      ObjectIndex<T> index, Iterable<ConfigKey> keys) {
    ImmutableList.Builder<ConfigObject<T>> objects = ImmutableList.builder();
    keys.forEach(key -> index.get(key).ifPresent(objects::add));
    return objects.build();
  }
}

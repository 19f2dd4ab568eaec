package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.model.Credential;
import java.util.Collection;

/**
 * Which of the Secrets that DestinationRules name are there, by their names in SDS. Envoy goes on
 * using what it once had, so who refers to a Secret has to know when it is gone.
 *
 * @param identities those with a certificate and its key
 * @param roots those that say whom to trust
 */
public record RuleSecrets(ImmutableSortedSet<String> identities, ImmutableSortedSet<String> roots) {

  public static final RuleSecrets NONE =
      new RuleSecrets(ImmutableSortedSet.of(), ImmutableSortedSet.of());

  static RuleSecrets of(CredentialStore store, Collection<String> names) {
    ImmutableSortedSet.Builder<String> identities = ImmutableSortedSet.naturalOrder();
    ImmutableSortedSet.Builder<String> roots = ImmutableSortedSet.naturalOrder();
    for (String text : names) {
      CredentialName.parse(text)
          .ifPresent(
              name -> {
                store
                    .find(name)
                    .filter(found -> found.identity() instanceof Credential.Identity.Pair)
                    .ifPresent(_ -> identities.add(name.resource()));
                store
                    .findRoots(name)
                    .filter(found -> found.roots() instanceof Credential.Roots.Trusted)
                    .ifPresent(_ -> roots.add(name.ofRoots().resource()));
              });
    }
    return new RuleSecrets(identities.build(), roots.build());
  }
}

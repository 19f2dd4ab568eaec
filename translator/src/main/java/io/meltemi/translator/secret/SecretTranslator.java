package io.meltemi.translator.secret;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.proxy.CredentialStore;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import java.util.ArrayList;
import java.util.List;

/** Makes the secrets of proxies, and remembers them. Not thread-safe, like {@link Memo}. */
public final class SecretTranslator {

  private final Memo<SecretInputs, XdsResource> secrets;

  private SecretTranslator(Memo<SecretInputs, XdsResource> secrets) {
    this.secrets = secrets;
  }

  public static SecretTranslator create() {
    return new SecretTranslator(new Memo<>());
  }

  /** One that makes everything anew every time. */
  public static SecretTranslator withoutMemo() {
    return new SecretTranslator(Memo.disabled());
  }

  /** The users' secrets that a class of proxies refers to, as far as they are usable. */
  public ResourceSet secrets(ProxyView view) {
    if (view.credentials().equals(CredentialStore.NONE)
        || view.credentials().credentials().isEmpty()) {
      return ResourceSet.EMPTY;
    }
    List<XdsResource> resources = new ArrayList<>();
    for (SecretInputs inputs : SecretResolver.resolve(view)) {
      resources.add(secrets.get(inputs, SecretGenerator::generate));
    }
    return ResourceSet.of(resources);
  }

  /** What there is to say of those that rules for destinations name. */
  public ImmutableList<Diagnostic> findings(ProxyView view) {
    return RuleFindings.of(view);
  }

  /** A miss is one translated resource. */
  public MemoStats stats() {
    return secrets.stats();
  }
}

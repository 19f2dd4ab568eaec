package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.proxy.ProxyView;

/** Makes the authorization filters of proxies, and remembers them. Of one thread. */
public final class AuthorizationTranslator {

  private final Memo<AuthorizationInputs, AuthorizationFilters> memo;

  private AuthorizationTranslator(Memo<AuthorizationInputs, AuthorizationFilters> memo) {
    this.memo = memo;
  }

  public static AuthorizationTranslator create() {
    return new AuthorizationTranslator(new Memo<>());
  }

  /** One that makes everything anew every time. */
  public static AuthorizationTranslator withoutMemo() {
    return new AuthorizationTranslator(Memo.disabled());
  }

  /**
   * What there is to ask, and to say.
   *
   * @param origins the policies behind the filters
   */
  public record Authorization(
      AuthorizationFilters filters,
      ImmutableList<ConfigKey> origins,
      ImmutableList<Diagnostic> diagnostics) {

    public static final Authorization NONE =
        new Authorization(AuthorizationFilters.NONE, ImmutableList.of(), ImmutableList.of());
  }

  /** For calls to a sidecar's workload, or through a gateway. */
  public Authorization authorization(ProxyView view) {
    if (view.policies().authorization().isEmpty()) {
      return Authorization.NONE;
    }
    AuthorizationResolver.Plan plan = AuthorizationResolver.resolve(view);
    return new Authorization(
        memo.get(plan.inputs(), AuthorizationGenerator::generate),
        view.proxyClass().policies().authorization().asList(),
        plan.diagnostics());
  }

  public MemoStats stats() {
    return memo.stats();
  }
}

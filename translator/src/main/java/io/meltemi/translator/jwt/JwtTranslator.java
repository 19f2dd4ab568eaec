package io.meltemi.translator.jwt;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.proxy.ProxyView;

/** Makes the JWT filters of proxies, and remembers them. Of one thread. */
public final class JwtTranslator {

  private final Memo<JwtInputs, JwtFilters> memo;

  private JwtTranslator(Memo<JwtInputs, JwtFilters> memo) {
    this.memo = memo;
  }

  public static JwtTranslator create() {
    return new JwtTranslator(new Memo<>());
  }

  /** One that makes everything anew every time. */
  public static JwtTranslator withoutMemo() {
    return new JwtTranslator(Memo.disabled());
  }

  /**
   * What verifies tokens, and what there is to say.
   *
   * @param origins the policies behind the filters
   */
  public record Verification(
      JwtFilters filters, ImmutableList<ConfigKey> origins, ImmutableList<Diagnostic> diagnostics) {

    public static final Verification NONE =
        new Verification(JwtFilters.NONE, ImmutableList.of(), ImmutableList.of());
  }

  /** For requests to a sidecar's workload, or through a gateway. */
  public Verification verification(ProxyView view) {
    if (view.policies().requestAuthentication().isEmpty()) {
      return Verification.NONE;
    }
    JwtResolver.Plan plan = JwtResolver.resolve(view);
    return new Verification(
        plan.inputs().issuers().isEmpty()
            ? JwtFilters.NONE
            : memo.get(plan.inputs(), JwtGenerator::generate),
        view.proxyClass().policies().requestAuthentication().asList(),
        plan.diagnostics());
  }

  public MemoStats stats() {
    return memo.stats();
  }
}

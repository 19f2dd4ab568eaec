package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.IpFamilies;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.RuleSecrets;
import io.meltemi.translator.proxy.SecretSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a view shapes a destination, besides the service and its rule: much less than what tells
 * views apart, so that views share what is made of most services. Part of memo keys: its hash is
 * computed once.
 */
public final class ClientScope {
  private final MeshConfig meshConfig;
  private final ProxyKind kind;
  private final InterceptionMode interceptionMode;
  private final IpFamilies families;
  private final SecretSource secrets;
  private final RuleSecrets ruleSecrets;
  private final ImmutableSet<ImmutableSortedMap<String, String>> labels;
  private final int hash;

  private ClientScope(OutboundView view) {
    this.meshConfig = view.meshConfig();
    this.kind = view.scope().kind();
    this.interceptionMode = view.scope().interceptionMode();
    this.families = view.scope().families();
    this.secrets = view.scope().secrets();
    this.ruleSecrets = view.secrets();
    this.labels = view.scope().sourceClauses();
    this.hash =
        Objects.hash(meshConfig, kind, interceptionMode, families, secrets, ruleSecrets, labels);
  }

  public static ClientScope of(OutboundView view) {
    return new ClientScope(view);
  }

  public MeshConfig meshConfig() {
    return meshConfig;
  }

  public ProxyKind kind() {
    return kind;
  }

  public InterceptionMode interceptionMode() {
    return interceptionMode;
  }

  public IpFamilies families() {
    return families;
  }

  public SecretSource secrets() {
    return secrets;
  }

  /** Which of the Secrets that rules name are there. */
  public RuleSecrets ruleSecrets() {
    return ruleSecrets;
  }

  /** The labels of the clients that some rule asks for. */
  public ImmutableSet<ImmutableSortedMap<String, String>> labels() {
    return labels;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ClientScope that
            && hash == that.hash
            && kind == that.kind
            && interceptionMode == that.interceptionMode
            && families.equals(that.families)
            && secrets == that.secrets
            && ruleSecrets.equals(that.ruleSecrets)
            && labels.equals(that.labels)
            && meshConfig.equals(that.meshConfig));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return kind + " " + interceptionMode + " " + families + " " + labels;
  }
}

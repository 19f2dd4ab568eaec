package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** Whether workloads accept plaintext, mTLS or both. */
public record PeerAuthentication(
    Optional<WorkloadSelector> selector,
    Optional<MutualTls> mtls,
    ImmutableSortedMap<Integer, MutualTls> portLevelMtls)
    implements ConfigSpec {

  /** {@code UNSET} inherits from the policy above. */
  public record MutualTls(Mode mode) {

    /** What is accepted. */
    public enum Mode {
      UNSET,
      DISABLE,
      PERMISSIVE,
      STRICT
    }
  }
}

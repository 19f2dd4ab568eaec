package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Struct;
import java.util.Optional;

/** A WebAssembly filter. */
public record WasmPlugin(
    Optional<WorkloadSelector> selector,
    Optional<PolicyTargetRef> targetRef,
    ImmutableList<PolicyTargetRef> targetRefs,
    String url,
    String sha256,
    PullPolicy imagePullPolicy,
    String imagePullSecret,
    String verificationKey,
    Optional<Struct> pluginConfig,
    String pluginName,
    Phase phase,
    Optional<Integer> priority,
    FailStrategy failStrategy,
    ImmutableList<EnvVar> env,
    ImmutableList<TrafficSelector> match,
    Type type)
    implements ConfigSpec {

  /** Spelt {@code IfNotPresent} and {@code Always} by users. */
  public enum PullPolicy {
    UNSPECIFIED_POLICY,
    IF_NOT_PRESENT,
    ALWAYS
  }

  /** Before which of the mesh's own filters it goes. */
  public enum Phase {
    UNSPECIFIED_PHASE,
    AUTHN,
    AUTHZ,
    STATS
  }

  public enum FailStrategy {
    FAIL_CLOSE,
    FAIL_OPEN,
    FAIL_RELOAD
  }

  public enum Type {
    UNSPECIFIED_PLUGIN_TYPE,
    HTTP,
    NETWORK
  }

  /** An environment variable of the VM. */
  public record EnvVar(String name, ValueSource valueFrom, String value) {

    /** {@code HOST} takes the proxy's own variable of that name. */
    public enum ValueSource {
      INLINE,
      HOST
    }
  }

  /** Which traffic it sees. No ports mean all. */
  public record TrafficSelector(Mode mode, ImmutableList<PortSelector> ports) {

    public enum Mode {
      UNDEFINED,
      CLIENT,
      SERVER,
      CLIENT_AND_SERVER
    }
  }
}

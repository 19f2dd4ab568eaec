package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Struct;
import java.util.Optional;

/** A filter of the user's own, in WebAssembly or Lua; newer than {@link WasmPlugin}. */
public record TrafficExtension(
    Optional<WorkloadSelector> selector,
    ImmutableList<PolicyTargetRef> targetRefs,
    Phase phase,
    Optional<Integer> priority,
    ImmutableList<WasmPlugin.TrafficSelector> match,
    Optional<Filter> filter)
    implements ConfigSpec {

  /** Before which of the mesh's own filters it goes. */
  public enum Phase {
    UNSPECIFIED,
    AUTHN,
    AUTHZ,
    STATS
  }

  /** In which language it is written. */
  public sealed interface Filter permits Wasm, Lua {}

  /** A WebAssembly module and how it is got. */
  public record Wasm(
      String url,
      String sha256,
      WasmPlugin.PullPolicy imagePullPolicy,
      String imagePullSecret,
      String verificationKey,
      Optional<Struct> pluginConfig,
      String pluginName,
      WasmPlugin.FailStrategy failStrategy,
      ImmutableList<WasmPlugin.EnvVar> env,
      WasmPlugin.Type type)
      implements Filter {}

  /** A script. */
  public record Lua(String inlineCode) implements Filter {}
}

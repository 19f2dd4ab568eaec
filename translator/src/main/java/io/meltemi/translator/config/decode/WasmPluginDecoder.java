package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.WasmPlugin;

/** Reads a {@link WasmPlugin}. */
final class WasmPluginDecoder {

  static final ImmutableMap<String, WasmPlugin.PullPolicy> PULL_POLICIES =
      ImmutableMap.of(
          "UNSPECIFIED_POLICY", WasmPlugin.PullPolicy.UNSPECIFIED_POLICY,
          "IfNotPresent", WasmPlugin.PullPolicy.IF_NOT_PRESENT,
          "Always", WasmPlugin.PullPolicy.ALWAYS);

  private WasmPluginDecoder() {}

  static WasmPlugin wasmPlugin(ObjectReader in) {
    return new WasmPlugin(
        in.object("selector", SharedDecoder::matchLabels),
        in.object("targetRef", SharedDecoder::policyTargetRef),
        in.list("targetRefs", SharedDecoder::policyTargetRef),
        in.requiredString("url"),
        in.string("sha256"),
        in.named("imagePullPolicy", PULL_POLICIES, WasmPlugin.PullPolicy.UNSPECIFIED_POLICY),
        in.string("imagePullSecret"),
        in.string("verificationKey"),
        in.struct("pluginConfig"),
        in.string("pluginName"),
        in.enumeration("phase", WasmPlugin.Phase.class),
        in.optionalInteger("priority"),
        in.enumeration("failStrategy", WasmPlugin.FailStrategy.class),
        in.objectOrEmpty("vmConfig", vm -> vm.list("env", WasmPluginDecoder::envVar)),
        in.list("match", WasmPluginDecoder::trafficSelector),
        in.enumeration("type", WasmPlugin.Type.class));
  }

  static WasmPlugin.EnvVar envVar(ObjectReader in) {
    return new WasmPlugin.EnvVar(
        in.requiredString("name"),
        in.enumeration("valueFrom", WasmPlugin.EnvVar.ValueSource.class),
        in.string("value"));
  }

  static WasmPlugin.TrafficSelector trafficSelector(ObjectReader in) {
    return new WasmPlugin.TrafficSelector(
        in.enumeration("mode", WasmPlugin.TrafficSelector.Mode.class),
        in.list("ports", SharedDecoder::portSelector));
  }
}

package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.TrafficExtension;
import io.meltemi.translator.config.WasmPlugin;
import java.util.Optional;

/** Reads a {@link TrafficExtension}. */
final class TrafficExtensionDecoder {

  private TrafficExtensionDecoder() {}

  static TrafficExtension trafficExtension(ObjectReader in) {
    return new TrafficExtension(
        in.object("selector", SharedDecoder::matchLabels),
        in.list("targetRefs", SharedDecoder::policyTargetRef),
        in.enumeration("phase", TrafficExtension.Phase.class),
        in.optionalInteger("priority"),
        in.list("match", WasmPluginDecoder::trafficSelector),
        filter(in));
  }

  private static Optional<TrafficExtension.Filter> filter(ObjectReader in) {
    return switch (in.oneOf("wasm", "lua")) {
      case "wasm" -> in.object("wasm", TrafficExtensionDecoder::wasm);
      case "lua" ->
          in.object("lua", lua -> new TrafficExtension.Lua(lua.requiredString("inlineCode")));
      default -> Optional.empty();
    };
  }

  private static TrafficExtension.Wasm wasm(ObjectReader in) {
    return new TrafficExtension.Wasm(
        in.requiredString("url"),
        in.string("sha256"),
        in.named(
            "imagePullPolicy",
            WasmPluginDecoder.PULL_POLICIES,
            WasmPlugin.PullPolicy.UNSPECIFIED_POLICY),
        in.string("imagePullSecret"),
        in.string("verificationKey"),
        in.struct("pluginConfig"),
        in.string("pluginName"),
        in.enumeration("failStrategy", WasmPlugin.FailStrategy.class),
        in.objectOrEmpty("vmConfig", vm -> vm.list("env", WasmPluginDecoder::envVar)),
        in.enumeration("type", WasmPlugin.Type.class));
  }
}

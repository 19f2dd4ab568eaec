package io.meltemi.translator.config.check;

import io.meltemi.translator.config.TrafficExtension;
import java.util.Optional;

/** Checks a TrafficExtension. */
final class TrafficExtensionChecks {

  /** The API's limit. */
  private static final int MAX_SCRIPT = 65_536;

  private TrafficExtensionChecks() {}

  static void check(Findings at, TrafficExtension extension) {
    SelectorChecks.attachment(
        at,
        new SelectorChecks.Attachment(
            extension.selector(), Optional.empty(), extension.targetRefs()));
    at.each("match", extension.match(), WasmPluginChecks::traffic);
    if (extension.filter().isEmpty()) {
      at.missing("says nothing; add wasm or lua");
      return;
    }
    switch (extension.filter().get()) {
      case TrafficExtension.Wasm wasm -> {
        WasmPluginChecks.module(at.at("wasm"), wasm.url(), wasm.sha256(), wasm.pluginName());
        WasmPluginChecks.environment(at.at("wasm").at("vmConfig"), wasm.env());
      }
      case TrafficExtension.Lua(String script) -> {
        if (script.length() > MAX_SCRIPT) {
          at.at("lua").at("inlineCode").invalid("is longer than 64 KiB");
        }
      }
    }
  }
}

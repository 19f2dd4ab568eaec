package io.meltemi.webhook.golden;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Prints trees of maps, lists and scalars. */
final class Yaml {

  private Yaml() {}

  static String print(Object tree) {
    return new Dump(
            DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build())
        .dumpToString(tree);
  }
}

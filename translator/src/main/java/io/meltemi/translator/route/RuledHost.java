package io.meltemi.translator.route;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.naming.VirtualHostName;

/** A host that a VirtualService names and that is no service. */
record RuledHost(String host, ConfigObject<VirtualService> rule) {

  String domain() {
    return VirtualHostName.authority(host);
  }
}

package io.meltemi.translator.route;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.xds.PackedMessage;

/** Puts name, domains and policies around routes that are bytes already. */
final class VirtualHostGenerator {

  private VirtualHostGenerator() {}

  static VirtualHostFragment generate(VirtualHostInputs inputs) {
    ByteString head =
        PackedMessage.bytes(
            VirtualHost.newBuilder()
                .setName(inputs.name())
                .addAllDomains(inputs.domains())
                .build());
    VirtualHost.Builder tail =
        VirtualHost.newBuilder().setIncludeRequestAttemptCount(inputs.defaults().attemptCount());
    if (inputs.requireTls()) {
      tail.setRequireTls(VirtualHost.TlsRequirementType.ALL);
    }
    RetryConfigurer.configure(
        tail,
        RetryResolver.ofVirtualHost(inputs.defaults().retries(), Findings.of(ConfigKey.NONE)));
    return new VirtualHostFragment(inputs, head, PackedMessage.bytes(tail.build()));
  }
}

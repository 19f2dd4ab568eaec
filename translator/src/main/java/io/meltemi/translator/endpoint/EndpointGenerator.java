package io.meltemi.translator.endpoint;

import com.google.common.net.InetAddresses;
import io.meltemi.translator.destination.LoadAssignments;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/**
 * {@link EndpointInputs} as a ClusterLoadAssignment. A service without endpoints has an empty one.
 */
public final class EndpointGenerator {
  private EndpointGenerator() {}

  public static XdsResource generate(EndpointInputs inputs) {
    String name = inputs.name().toString();
    return XdsResource.of(
        XdsType.ENDPOINT,
        name,
        LoadAssignments.of(name, inputs.endpoints(), EndpointGenerator::isUsable),
        inputs.origins());
  }

  /** Envoy refuses a whole EDS resource for one hostname in it. */
  private static boolean isUsable(String address) {
    return InetAddresses.isInetAddress(address) || address.startsWith("unix://");
  }
}

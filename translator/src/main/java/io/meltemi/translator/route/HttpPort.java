package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.destination.OwnAddress;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.naming.VirtualHostName;

/**
 * A port of a service that takes HTTP, or whose protocol is detected.
 *
 * @param name its virtual host's
 * @param domains the hosts it answers for among all services with that port
 */
record HttpPort(MeshService service, ServicePort port, String name, ImmutableList<String> domains) {

  static HttpPort of(MeshService service, ServicePort port, ImmutableList<String> domains) {
    String name = new VirtualHostName(service.hostname(), port.number()).toString();
    return new HttpPort(service, port, name, domains);
  }

  static boolean takesHttp(ServicePort port) {
    return port.protocol().isHttp() || port.protocol() == Protocol.DETECT;
  }

  /** Whether it has a listener for itself, and so a route configuration for itself. */
  boolean isAlone() {
    return port.protocol() == Protocol.DETECT && OwnAddress.of(service);
  }
}

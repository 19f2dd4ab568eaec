package io.meltemi.translator.config.check;

import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.config.KubePod;
import io.meltemi.translator.config.KubeService;

/**
 * Checks Kubernetes objects for what would break an Envoy. An API server has checked them already;
 * in a folder nobody has.
 */
final class KubeChecks {

  private KubeChecks() {}

  static void service(Findings at, KubeService service) {
    at.each("ports", service.ports(), KubeChecks::servicePort);
    at.each(
        "clusterIPs",
        service.clusterIPs(),
        (f, ip) -> {
          if (!ip.equals("None") && !ip.isEmpty()) {
            AddressChecks.address(f, ip);
          }
        });
    at.each("externalIPs", service.externalIPs(), AddressChecks::address);
    if (service.type() == KubeService.Type.EXTERNAL_NAME) {
      if (service.externalName().isEmpty()) {
        at.at("externalName").missing("is required for type ExternalName");
      } else {
        HostChecks.nameOrAddress(at.at("externalName"), service.externalName());
      }
    }
  }

  private static void servicePort(Findings at, KubeService.Port port) {
    NumberChecks.port(at.at("port"), port.port());
    port.targetPort()
        .ifPresent(
            target -> {
              switch (target) {
                case KubeService.TargetPort.Numbered(int number) ->
                    NumberChecks.port(at.at("targetPort"), number);
                case KubeService.TargetPort.Named(String name) -> {
                  if (name.isEmpty()) {
                    at.at("targetPort").invalid("takes a port's number or name");
                  }
                }
              }
            });
  }

  static void endpointSlice(Findings at, KubeEndpointSlice slice) {
    boolean names = slice.addressType().equals("FQDN");
    at.each(
        "endpoints",
        slice.endpoints(),
        (f, endpoint) ->
            f.each(
                "addresses",
                endpoint.addresses(),
                names ? HostChecks::name : AddressChecks::address));
    at.each(
        "ports",
        slice.ports(),
        (f, port) -> f.present("port", port.port(), (p, number) -> NumberChecks.port(p, number)));
  }

  static void pod(Findings at, KubePod pod) {
    at.at("status").each("podIPs", pod.podIPs(), AddressChecks::address);
    for (KubePod.ContainerPort port : pod.ports()) {
      NumberChecks.port(at.at("spec").at("containers"), port.containerPort());
    }
  }
}

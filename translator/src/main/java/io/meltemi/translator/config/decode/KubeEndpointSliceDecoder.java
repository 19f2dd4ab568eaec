package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.KubeEndpointSlice;
import java.util.Optional;

/** Reads the few fields of an EndpointSlice that a mesh needs. */
final class KubeEndpointSliceDecoder {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private KubeEndpointSliceDecoder() {}

  private static KubeEndpointSlice.TargetRef targetRef(ObjectReader in) {
    return new KubeEndpointSlice.TargetRef(
        in.string("kind"), in.string("namespace"), in.string("name"));
  }

  private static KubeEndpointSlice.Port port(ObjectReader in) {
    return new KubeEndpointSlice.Port(
        in.string("name"),
        in.optionalUnsigned("port"),
        in.string("protocol"),
        in.string("appProtocol"));
  }

  static KubeEndpointSlice root(ObjectReader in) {
    String serviceName =
        in.objectOrEmpty("metadata", meta -> meta.stringMap("labels"))
            .getOrDefault(SERVICE_NAME, "");
    return new KubeEndpointSlice(
        serviceName,
        in.string("addressType"),
        in.list("endpoints", KubeEndpointSliceDecoder::endpoint),
        in.list("ports", KubeEndpointSliceDecoder::port));
  }

  private static KubeEndpointSlice.Endpoint endpoint(ObjectReader in) {
    Conditions conditions =
        in.objectOrEmpty(
            "conditions",
            it ->
                new Conditions(
                    it.optionalBool("ready"),
                    it.optionalBool("serving"),
                    it.optionalBool("terminating")));
    return new KubeEndpointSlice.Endpoint(
        in.strings("addresses"),
        conditions.ready(),
        conditions.serving(),
        conditions.terminating(),
        in.string("hostname"),
        in.string("nodeName"),
        in.string("zone"),
        in.object("targetRef", KubeEndpointSliceDecoder::targetRef));
  }

  private record Conditions(
      Optional<Boolean> ready, Optional<Boolean> serving, Optional<Boolean> terminating) {}
}

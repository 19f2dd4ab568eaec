package io.meltemi.istiod.xds;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;
import java.util.function.Function;

/**
 * The two methods of {@code AggregatedDiscoveryService} with our own marshallers: requests are
 * narrowed as they are read, responses write themselves.
 */
final class AdsMethods {

  static final MethodDescriptor<Inbound, AdsResponse> DELTA =
      method(AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod(), Inbound::delta);

  static final MethodDescriptor<Inbound, AdsResponse> STATE_OF_THE_WORLD =
      method(
          AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(),
          Inbound::stateOfTheWorld);

  private AdsMethods() {}

  static ServerServiceDefinition service(
      ServerCallHandler<Inbound, AdsResponse> delta,
      ServerCallHandler<Inbound, AdsResponse> stateOfTheWorld) {
    return ServerServiceDefinition.builder(AggregatedDiscoveryServiceGrpc.SERVICE_NAME)
        .addMethod(DELTA, delta)
        .addMethod(STATE_OF_THE_WORLD, stateOfTheWorld)
        .build();
  }

  private static MethodDescriptor<Inbound, AdsResponse> method(
      MethodDescriptor<?, ?> generated, Function<InputStream, Inbound> parser) {
    return generated.toBuilder(new RequestMarshaller(parser), new ResponseMarshaller()).build();
  }

  private record RequestMarshaller(Function<InputStream, Inbound> parser)
      implements MethodDescriptor.Marshaller<Inbound> {

    @Override
    public InputStream stream(Inbound value) {
      throw new UnsupportedOperationException("a server sends no requests");
    }

    @Override
    public Inbound parse(InputStream stream) {
      return parser.apply(stream);
    }
  }

  private record ResponseMarshaller() implements MethodDescriptor.Marshaller<AdsResponse> {

    @Override
    public InputStream stream(AdsResponse value) {
      return new ResponseStream(value);
    }

    @Override
    public AdsResponse parse(InputStream stream) {
      throw new UnsupportedOperationException("a server reads no responses");
    }
  }
}

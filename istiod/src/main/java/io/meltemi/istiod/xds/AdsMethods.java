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

  static final MethodDescriptor<Inbound, Outbound> DELTA =
      method(AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod(), Inbound::delta);

  static final MethodDescriptor<Inbound, Outbound> STATE_OF_THE_WORLD =
      method(
          AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(),
          Inbound::stateOfTheWorld);

  private AdsMethods() {}

  static ServerServiceDefinition service(
      ServerCallHandler<Inbound, Outbound> delta,
      ServerCallHandler<Inbound, Outbound> stateOfTheWorld) {
    return ServerServiceDefinition.builder(AggregatedDiscoveryServiceGrpc.SERVICE_NAME)
        .addMethod(DELTA, delta)
        .addMethod(STATE_OF_THE_WORLD, stateOfTheWorld)
        .build();
  }

  private static MethodDescriptor<Inbound, Outbound> method(
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

  private record ResponseMarshaller() implements MethodDescriptor.Marshaller<Outbound> {

    @Override
    public InputStream stream(Outbound value) {
      return new ResponseStream(value);
    }

    @Override
    public Outbound parse(InputStream stream) {
      throw new UnsupportedOperationException("a server reads no responses");
    }
  }
}

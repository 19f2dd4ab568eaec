package io.meltemi.ca.service;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.meltemi.ca.service.wire.IstioCertificateRequest;
import io.meltemi.ca.service.wire.IstioCertificateResponse;
import io.meltemi.ca.service.wire.IstioCertificateServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Reads requests of strangers: bytes that are none come as empty, so that they are answered for.
 * With the generated method, gRPC fails in a way that looks like our fault.
 */
final class RequestMarshaller
    implements MethodDescriptor.Marshaller<Optional<IstioCertificateRequest>> {

  static final MethodDescriptor<Optional<IstioCertificateRequest>, IstioCertificateResponse>
      METHOD =
          IstioCertificateServiceGrpc.getCreateCertificateMethod().toBuilder(
                  new RequestMarshaller(),
                  IstioCertificateServiceGrpc.getCreateCertificateMethod().getResponseMarshaller())
              .build();

  private RequestMarshaller() {}

  @Override
  public InputStream stream(Optional<IstioCertificateRequest> value) {
    throw new UnsupportedOperationException("a server sends no requests");
  }

  @Override
  public Optional<IstioCertificateRequest> parse(InputStream stream) {
    try {
      return Optional.of(IstioCertificateRequest.parseFrom(stream));
    } catch (InvalidProtocolBufferException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

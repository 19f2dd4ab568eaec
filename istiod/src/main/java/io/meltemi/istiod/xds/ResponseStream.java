package io.meltemi.istiod.xds;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A response as gRPC wants it: an input stream that says its length and, where the transport can,
 * writes itself into the transport's buffers.
 */
final class ResponseStream extends InputStream implements KnownLength, Drainable {

  private final Outbound response;
  private boolean drained;
  private @Nullable ByteArrayInputStream bytes;

  ResponseStream(Outbound response) {
    this.response = response;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (drained || bytes != null) {
      return 0;
    }
    drained = true;
    response.writeTo(target);
    return response.size();
  }

  @Override
  public int available() {
    if (bytes != null) {
      return bytes.available();
    }
    return drained ? 0 : response.size();
  }

  @Override
  public int read() throws IOException {
    return bytes().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return bytes().read(target, offset, length);
  }

  private ByteArrayInputStream bytes() throws IOException {
    ByteArrayInputStream known = bytes;
    if (known == null) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(response.size());
      if (!drained) {
        response.writeTo(out);
      }
      known = new ByteArrayInputStream(out.toByteArray());
      bytes = known;
    }
    return known;
  }
}

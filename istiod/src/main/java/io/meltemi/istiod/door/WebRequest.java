package io.meltemi.istiod.door;

import com.google.common.collect.ImmutableListMultimap;
import com.google.protobuf.ByteString;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * A request to a {@link WebDoor}.
 *
 * @param path decoded, without the query
 * @param rawQuery as it came; empty without one
 * @param headers by their names in lower case
 */
public record WebRequest(
    String method,
    String path,
    String rawQuery,
    ImmutableListMultimap<String, String> headers,
    ByteString body,
    InetSocketAddress peer) {

  /** All values of a header, in their order. */
  public List<String> header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }
}

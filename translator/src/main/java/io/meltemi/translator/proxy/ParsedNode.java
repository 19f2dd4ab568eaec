package io.meltemi.translator.proxy;

import java.util.Optional;

/** What became of a node that a client sent. */
public sealed interface ParsedNode {

  /**
   * A proxy.
   *
   * @param remark what of its word is not heeded, and why; mostly empty
   */
  record Known(ProxyDescriptor descriptor, Optional<String> remark) implements ParsedNode {}

  /**
   * Not a proxy that we can configure.
   *
   * @param reason one sentence, for the client
   */
  record Refused(String reason) implements ParsedNode {}
}

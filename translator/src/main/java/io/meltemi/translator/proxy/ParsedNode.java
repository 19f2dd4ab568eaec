package io.meltemi.translator.proxy;

/** What became of a node that a client sent. */
public sealed interface ParsedNode {

  record Known(ProxyDescriptor descriptor) implements ParsedNode {}

  /**
   * Not a proxy that we can configure.
   *
   * @param reason one sentence, for the client
   */
  record Refused(String reason) implements ParsedNode {}
}

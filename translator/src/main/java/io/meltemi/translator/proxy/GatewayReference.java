package io.meltemi.translator.proxy;

/** How VirtualServices name Gateways. */
final class GatewayReference {

  private GatewayReference() {}

  /** {@code namespace/name}, or {@code mesh}: a bare name is one in the rule's own namespace. */
  static String resolve(String written, String namespace) {
    boolean isComplete = written.equals(PreparedRoute.MESH) || written.indexOf('/') > 0;
    return isComplete ? written : namespace + "/" + written;
  }
}

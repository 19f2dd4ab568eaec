package io.meltemi.translator.proxy;

/** How VirtualServices name Gateways. */
public final class GatewayReference {

  private GatewayReference() {}

  /**
   * {@code namespace/name}, or {@code mesh}. A bare name is one in the rule's own namespace, as is
   * {@code ./name}; {@code name.namespace[.svc…]} is an old spelling.
   */
  public static String resolve(String written, String namespace) {
    if (written.equals(PreparedRoute.MESH)) {
      return written;
    }
    if (written.indexOf('/') >= 0) {
      return written.startsWith("./") ? namespace + written.substring(1) : written;
    }
    int dot = written.indexOf('.');
    if (dot < 0) {
      return namespace + "/" + written;
    }
    int end = written.indexOf('.', dot + 1);
    return written.substring(dot + 1, end < 0 ? written.length() : end)
        + "/"
        + written.substring(0, dot);
  }
}

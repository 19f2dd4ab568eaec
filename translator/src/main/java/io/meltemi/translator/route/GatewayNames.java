package io.meltemi.translator.route;

/** How a rule refers to a Gateway. */
final class GatewayNames {

  private GatewayNames() {}

  /**
   * {@code namespace/name}, or {@code mesh}. A bare name is in the rule's own namespace; {@code
   * ./name} too; {@code name.namespace[.svc…]} is the old spelling.
   */
  static String resolve(String name, String namespace) {
    if (name.equals(RouteSource.MESH)) {
      return name;
    }
    int slash = name.indexOf('/');
    if (slash >= 0) {
      return name.startsWith("./") ? namespace + name.substring(1) : name;
    }
    int dot = name.indexOf('.');
    if (dot < 0) {
      return namespace + "/" + name;
    }
    int end = name.indexOf('.', dot + 1);
    return name.substring(dot + 1, end < 0 ? name.length() : end) + "/" + name.substring(0, dot);
  }
}

package io.meltemi.translator.destination;

import io.meltemi.translator.model.MeshService;

/**
 * Whether clients dial a service at an address of its own, where a listener can be bound. Decides
 * whether a port whose protocol is detected has a listener, and so routes, for itself.
 */
public final class OwnAddress {

  private OwnAddress() {}

  public static boolean of(MeshService service) {
    if (service.headless() || service.addresses().isEmpty()) {
      return false;
    }
    String first = service.addresses().getFirst();
    return !first.isEmpty()
        && first.indexOf('/') < 0
        && !first.equals("0.0.0.0")
        && !first.equals("::");
  }
}

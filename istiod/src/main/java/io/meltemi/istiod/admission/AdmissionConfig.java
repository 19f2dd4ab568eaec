package io.meltemi.istiod.admission;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where webhooks are served, and which configurations lead API servers there.
 *
 * @param injection name of the MutatingWebhookConfiguration; empty: none is patched
 * @param validation name of the ValidatingWebhookConfiguration; empty: none is patched
 */
public record AdmissionConfig(InetSocketAddress https, String injection, String validation) {

  /** On a free port of the loopback interface, patching nothing: for tests and tools. */
  public static AdmissionConfig onFreePort() {
    return new AdmissionConfig(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "", "");
  }
}

package io.meltemi.translator.proxy;

import com.google.common.base.Ascii;
import io.meltemi.translator.model.Hostname;

/**
 * One entry of a Sidecar's egress hosts, {@code namespace/host}.
 *
 * @param namespace a name, or {@code *} for any
 */
record HostImport(String namespace, Hostname host) {

  private static final String ANY = "*";
  private static final String NONE = "~";

  /**
   * @param own what {@code .} stands for
   */
  static HostImport parse(String written, String own) {
    int slash = written.indexOf('/');
    String namespace = slash < 0 ? ANY : written.substring(0, slash);
    String host = Ascii.toLowerCase(written.substring(slash + 1));
    return new HostImport(namespace.equals(".") ? own : namespace, new Hostname(host));
  }

  boolean isNothing() {
    return namespace.equals(NONE);
  }

  boolean isAnyNamespace() {
    return namespace.equals(ANY);
  }

  boolean allows(String from) {
    return isAnyNamespace() || namespace.equals(from);
  }
}

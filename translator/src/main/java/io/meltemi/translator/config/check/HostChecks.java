package io.meltemi.translator.config.check;

import com.google.common.net.InetAddresses;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** DNS names, with and without wildcards, and what is made of them: {@code namespace/host}. */
final class HostChecks {

  /** RFC 1035. */
  private static final int MAX_NAME = 255;

  private static final int MAX_LABEL = 63;

  private HostChecks() {}

  /** A part of a DNS name: letters, digits and hyphens, at most 63, no hyphen at either end. */
  static boolean isLabel(String text) {
    return isLabel(text, 0, text.length());
  }

  /** A DNS name, short or full. One dot at the end is allowed. */
  static boolean isName(String text) {
    int length = text.endsWith(".") ? text.length() - 1 : text.length();
    if (length > MAX_NAME) {
      return false;
    }
    int start = 0;
    for (int dot = text.indexOf('.'); dot >= 0 && dot < length; dot = text.indexOf('.', start)) {
      if (!isLabel(text, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return isLabel(text, start, length);
  }

  private static boolean isLabel(String text, int start, int end) {
    if (end <= start
        || end - start > MAX_LABEL
        || text.charAt(start) == '-'
        || text.charAt(end - 1) == '-') {
      return false;
    }
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-')) {
        return false;
      }
    }
    return true;
  }

  /** A DNS name whose first label may be a wildcard ({@code *}, {@code *-east}). */
  static boolean isWildcardName(String text) {
    if (!text.startsWith("*")) {
      return isName(text);
    }
    if (text.equals("*")) {
      return true;
    }
    int dot = text.indexOf('.');
    String first = dot < 0 ? text : text.substring(0, dot);
    String rest = dot < 0 ? "" : text.substring(dot + 1);
    String afterStar = first.substring(1);
    boolean firstIsLabel = afterStar.isEmpty() || isLabel("a" + afterStar);
    return firstIsLabel && (dot < 0 || isName(rest));
  }

  static void name(Findings at, String host) {
    if (!isName(host)) {
      at.invalid("takes a DNS name, not \"" + host + "\"");
    }
  }

  static void wildcardName(Findings at, String host) {
    if (!isWildcardName(host)) {
      at.invalid("takes a DNS name, with * as its first part if you like, not \"" + host + "\"");
    }
  }

  /**
   * The host of a destination; {@code *.example.com} is the service of a ServiceEntry with such a
   * host.
   */
  static void destination(Findings at, String host) {
    if (host.equals("*")) {
      at.invalid("cannot be *; name the service");
    } else {
      wildcardName(at, host);
    }
  }

  static void nameOrAddress(Findings at, String host) {
    if (!InetAddresses.isInetAddress(host)) {
      name(at, host);
    }
  }

  /** {@code namespace/host}, or a host alone where {@code namespaceRequired} is false. */
  static void namespacedHost(Findings at, String text, boolean namespaceRequired) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      if (namespaceRequired) {
        at.invalid("takes namespace/host, \"./" + text + "\" or \"*/" + text + "\" for example");
      } else {
        wildcardName(at, text);
      }
      return;
    }
    String namespace = text.substring(0, slash);
    String host = text.substring(slash + 1);
    boolean known = namespace.equals("*") || namespace.equals(".") || namespace.equals("~");
    if (!known && !isLabel(namespace)) {
      at.invalid("takes a namespace, ., * or ~ before the slash, not \"" + namespace + "\"");
    }
    wildcardName(at, host);
  }

  /** A name that must be there once. Hosts are compared without case. */
  static void distinct(Findings at, String list, List<String> hosts) {
    Set<String> seen = new HashSet<>();
    at.each(
        list,
        hosts,
        (f, host) -> {
          if (!seen.add(host.toLowerCase(Locale.ROOT))) {
            f.conflict("\"" + host + "\" is written twice; remove one");
          }
        });
  }

  /** {@code namespace/name} or {@code name} of a Gateway, or the word {@code mesh}. */
  static void gateway(Findings at, String gateway) {
    if (gateway.equals("mesh")) {
      return;
    }
    int slash = gateway.indexOf('/');
    String namespace = slash < 0 ? "." : gateway.substring(0, slash);
    String name = gateway.substring(slash + 1);
    if (!(namespace.equals(".") || isLabel(namespace)) || !isName(name)) {
      at.invalid("takes mesh, a Gateway's name, or namespace/name, not \"" + gateway + "\"");
    }
  }
}

package io.meltemi.translator.config.check;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
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

  private static final CharMatcher LABEL_CHARACTERS =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.is('-'));

  private HostChecks() {}

  /** A part of a DNS name: letters, digits and hyphens, at most 63, no hyphen at either end. */
  static boolean isLabel(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LABEL
        && LABEL_CHARACTERS.matchesAllOf(text)
        && !text.startsWith("-")
        && !text.endsWith("-");
  }

  /** A DNS name, short or full. One dot at the end is allowed. */
  static boolean isName(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && Splitter.on('.').splitToStream(name).allMatch(HostChecks::isLabel);
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

  /** The host of a destination: a wildcard cannot be sent to. */
  static void destination(Findings at, String host) {
    if (host.startsWith("*")) {
      at.invalid("cannot be a wildcard; name the service that \"" + host + "\" stands for");
    } else {
      name(at, host);
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

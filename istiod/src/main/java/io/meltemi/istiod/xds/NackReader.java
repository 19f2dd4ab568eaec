package io.meltemi.istiod.xds;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.xds.XdsResource;
import java.time.Instant;
import java.util.Collection;

/** Finds in Envoy's words which resources a NACK is about. */
final class NackReader {

  /** Envoy may quote a whole resource, and a client that is no Envoy may send anything. */
  static final int MAX_ERROR = 2048;

  private NackReader() {}

  static Rejection read(Outstanding.Sent sent, String words, Instant at) {
    String error = printable(words);
    ImmutableList<XdsResource> blamed = blamed(sent.batch().resources(), error);
    return new Rejection(
        sent.delivery(),
        error,
        blamed.stream()
            .collect(ImmutableMap.toImmutableMap(XdsResource::name, XdsResource::version)),
        origins(blamed),
        at);
  }

  /** They go to logs and pages, where line breaks could forge what is not. */
  private static String printable(String words) {
    String cut = words.length() > MAX_ERROR ? words.substring(0, MAX_ERROR) + "…" : words;
    return CharMatcher.javaIsoControl().collapseFrom(cut, ' ').strip();
  }

  private static ImmutableList<XdsResource> blamed(
      Collection<XdsResource> resources, String error) {
    if (resources.size() == 1) {
      return ImmutableList.copyOf(resources);
    }
    return resources.stream()
        .filter(resource -> names(error, resource.name()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether the text has the name, and not only as a part of another. */
  private static boolean names(String text, String name) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      boolean starts = at == 0 || !isInName(text.charAt(at - 1));
      boolean ends = end == text.length() || !continuesName(text, end);
      if (starts && ends) {
        return true;
      }
    }
    return false;
  }

  /** A full stop ends a sentence unless the name goes on after it. */
  private static boolean continuesName(String text, int index) {
    char next = text.charAt(index);
    return next == '.'
        ? index + 1 < text.length() && isInName(text.charAt(index + 1))
        : isInName(next);
  }

  private static boolean isInName(char c) {
    return Character.isLetterOrDigit(c) || "_|-.*/".indexOf(c) >= 0;
  }

  private static ImmutableList<ConfigKey> origins(ImmutableList<XdsResource> blamed) {
    return blamed.stream()
        .flatMap(resource -> resource.origins().stream())
        .collect(ImmutableSortedSet.toImmutableSortedSet(ConfigKey::compareTo))
        .asList();
  }
}

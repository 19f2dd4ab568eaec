package io.meltemi.it.backend;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableListMultimap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * A request as it arrived behind the mesh.
 *
 * @param backend who got it
 * @param target path and query
 * @param headers names in lower case
 */
public record Received(
    String backend, String method, String target, ImmutableListMultimap<String, String> headers) {

  private static final Splitter LINES = Splitter.on('\n').omitEmptyStrings();
  private static final Splitter COLON = Splitter.on(": ").limit(2);
  private static final Splitter BLANK = Splitter.on(' ').limit(3);

  /** The only or first value, or empty. */
  public String header(String name) {
    var values = headers.get(name.toLowerCase(Locale.ROOT));
    return values.isEmpty() ? "" : values.getFirst();
  }

  /** The form in which backends answer with what they got. */
  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(backend).append(' ').append(method).append(' ').append(target).append('\n');
    for (Map.Entry<String, String> header : headers.entries()) {
      text.append(header.getKey()).append(": ").append(header.getValue()).append('\n');
    }
    return text.toString();
  }

  /** Reads what {@link #toText} wrote. */
  public static Received parse(String text) {
    Iterator<String> lines = LINES.split(text).iterator();
    var first = BLANK.splitToList(lines.next());
    ImmutableListMultimap.Builder<String, String> headers = ImmutableListMultimap.builder();
    while (lines.hasNext()) {
      var pair = COLON.splitToList(lines.next());
      headers.put(pair.get(0), pair.get(1));
    }
    return new Received(first.get(0), first.get(1), first.get(2), headers.build());
  }
}

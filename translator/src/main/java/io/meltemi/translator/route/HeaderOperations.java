package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.Headers;
import java.util.Map;
import java.util.Optional;

/**
 * What is done to headers, with what Envoy would refuse left out. Setting {@code Host} or {@code
 * :authority} is not a header operation for Envoy but a rewrite of the host: it comes out as {@link
 * #authority}.
 *
 * @param authority the host to send, or empty
 */
record HeaderOperations(
    ImmutableList<HeaderValue> requestAdd,
    ImmutableList<String> requestRemove,
    ImmutableList<HeaderValue> responseAdd,
    ImmutableList<String> responseRemove,
    String authority) {

  /**
   * One header to write.
   *
   * @param overwrite instead of appending to what is there
   */
  record HeaderValue(String name, String value, boolean overwrite) {}

  static final HeaderOperations NONE =
      new HeaderOperations(
          ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), "");

  static HeaderOperations of(Optional<Headers> headers, Findings findings) {
    if (headers.isEmpty()) {
      return NONE;
    }
    Findings request = findings.at("headers").at("request");
    Findings response = findings.at("headers").at("response");
    Optional<Headers.Operations> in = headers.get().request();
    Optional<Headers.Operations> out = headers.get().response();
    return new HeaderOperations(
        additions(in, request),
        removals(in, request),
        additions(out, response),
        removals(out, response),
        in.map(HeaderOperations::authority).orElse(""));
  }

  /** These operations, and then the others. The host of these wins. */
  HeaderOperations then(HeaderOperations others) {
    return new HeaderOperations(
        joined(requestAdd, others.requestAdd),
        joined(requestRemove, others.requestRemove),
        joined(responseAdd, others.responseAdd),
        joined(responseRemove, others.responseRemove),
        authority.isEmpty() ? others.authority : authority);
  }

  private static <T> ImmutableList<T> joined(ImmutableList<T> first, ImmutableList<T> second) {
    return ImmutableList.<T>builderWithExpectedSize(first.size() + second.size())
        .addAll(first)
        .addAll(second)
        .build();
  }

  private static ImmutableList<HeaderValue> additions(
      Optional<Headers.Operations> operations, Findings findings) {
    if (operations.isEmpty()) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<HeaderValue> values = ImmutableList.builder();
    add(values, operations.get().set(), true, findings.at("set"));
    add(values, operations.get().add(), false, findings.at("add"));
    return values.build();
  }

  private static void add(
      ImmutableList.Builder<HeaderValue> values,
      Map<String, String> headers,
      boolean overwrite,
      Findings findings) {
    headers.forEach(
        (name, value) -> {
          if (HeaderNames.isInternal(name)) {
            return;
          }
          if (!HeaderNames.isValid(name)) {
            findings.invalid("\"" + name + "\" is not a header name; it is left out");
          } else if (!HeaderNames.isValidFormat(value)) {
            findings.invalid(
                "the value of " + name + " has a line break or a single %; it is left out");
          } else {
            values.add(new HeaderValue(name, value, overwrite));
          }
        });
  }

  private static ImmutableList<String> removals(
      Optional<Headers.Operations> operations, Findings findings) {
    if (operations.isEmpty()) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (String name : operations.get().remove()) {
      if (HeaderNames.isInternal(name)) {
        continue;
      }
      if (HeaderNames.isValid(name)) {
        names.add(name);
      } else {
        findings.at("remove").invalid("\"" + name + "\" is not a header name; it is left out");
      }
    }
    return names.build();
  }

  /** {@code set} wins over {@code add}. */
  private static String authority(Headers.Operations operations) {
    String set = authority(operations.set());
    return set.isEmpty() ? authority(operations.add()) : set;
  }

  private static String authority(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> HeaderNames.isAuthority(header.getKey()))
        .map(Map.Entry::getValue)
        .filter(HeaderNames::isValidText)
        .findFirst()
        .orElse("");
  }
}

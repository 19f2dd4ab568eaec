package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/**
 * The routes of a virtual host as they stand inside it, without the virtual host: one piece of
 * bytes that every virtual host with the same routes shares. Two fragments are equal only if they
 * are the same; the memo sees to it that equal inputs give the same.
 */
final class RoutesFragment {

  private final byte[] specific;
  private final byte[] catchAll;
  private final ImmutableList<ConfigKey> origins;
  private final ImmutableList<Diagnostic> diagnostics;

  private RoutesFragment(
      byte[] specific,
      byte[] catchAll,
      ImmutableList<ConfigKey> origins,
      ImmutableList<Diagnostic> diagnostics) {
    this.specific = specific;
    this.catchAll = catchAll;
    this.origins = origins;
    this.diagnostics = diagnostics;
  }

  /** Routes made from these objects. */
  static Builder builder(Collection<ConfigKey> origins) {
    return new Builder(origins);
  }

  boolean isEmpty() {
    return specific.length == 0 && catchAll.length == 0;
  }

  int specificSize() {
    return specific.length;
  }

  int catchAllSize() {
    return catchAll.length;
  }

  /** Writes the routes that are for some requests only. */
  void writeSpecificTo(CodedOutputStream out) throws IOException {
    out.writeRawBytes(specific);
  }

  /** Writes the route that is for every request, if there is one: nothing may stand behind it. */
  void writeCatchAllTo(CodedOutputStream out) throws IOException {
    out.writeRawBytes(catchAll);
  }

  /** The objects the routes were made from, sorted. */
  ImmutableList<ConfigKey> origins() {
    return origins;
  }

  ImmutableList<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Routes in the order in which Envoy tries them. */
  static final class Builder {
    private final ByteArrayOutputStream specific = new ByteArrayOutputStream();
    private final ByteArrayOutputStream catchAll = new ByteArrayOutputStream();
    private final ImmutableSortedSet.Builder<ConfigKey> origins = ImmutableSortedSet.naturalOrder();
    private ImmutableList<Diagnostic> diagnostics = ImmutableList.of();

    private Builder(Collection<ConfigKey> origins) {
      this.origins.addAll(origins);
    }

    /** Adds a route; one that matches every request must be the last. */
    Builder add(Route route, boolean matchesEveryRequest) {
      try {
        CodedOutputStream out =
            CodedOutputStream.newInstance(matchesEveryRequest ? catchAll : specific);
        out.useDeterministicSerialization();
        out.writeMessage(VirtualHost.ROUTES_FIELD_NUMBER, route);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("a buffer in memory cannot be written", e);
      }
      return this;
    }

    Builder findings(Findings findings) {
      this.diagnostics = findings.list();
      return this;
    }

    RoutesFragment build() {
      return new RoutesFragment(
          specific.toByteArray(), catchAll.toByteArray(), origins.build().asList(), diagnostics);
    }
  }
}

package io.meltemi.translator.jwt;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import org.jspecify.annotations.Nullable;

/** The JWT filter, if there is one. Part of the key of every listener: it keeps its hash. */
public final class JwtFilters {

  public static final JwtFilters NONE = new JwtFilters(ImmutableList.of());

  private final ImmutableList<HttpFilter> http;
  private final int hash;

  JwtFilters(ImmutableList<HttpFilter> http) {
    this.http = http;
    this.hash = http.hashCode();
  }

  /** For HTTP connection managers. */
  public ImmutableList<HttpFilter> http() {
    return http;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof JwtFilters that && hash == that.hash && http.equals(that.http));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "JwtFilters#" + hash;
  }
}

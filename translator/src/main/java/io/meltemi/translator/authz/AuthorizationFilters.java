package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The filters that ask whether a call is allowed, in the order in which they ask. Part of the key
 * of every listener, so it computes its hash once.
 */
public final class AuthorizationFilters {

  public static final AuthorizationFilters NONE =
      new AuthorizationFilters(ImmutableList.of(), ImmutableList.of());

  private final ImmutableList<HttpFilter> http;
  private final ImmutableList<Filter> tcp;
  private final int hash;

  AuthorizationFilters(ImmutableList<HttpFilter> http, ImmutableList<Filter> tcp) {
    this.http = http;
    this.tcp = tcp;
    this.hash = Objects.hash(http, tcp);
  }

  /** For HTTP connection managers. */
  public ImmutableList<HttpFilter> http() {
    return http;
  }

  /** For filter chains that read no requests. */
  public ImmutableList<Filter> tcp() {
    return tcp;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof AuthorizationFilters that
            && hash == that.hash
            && http.equals(that.http)
            && tcp.equals(that.tcp));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "AuthorizationFilters#" + hash;
  }
}

package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * A page about connected proxies: all of them, those of {@code ?namespace=NAMESPACE}, or the one of
 * {@code ?proxyID=NAME.NAMESPACE}.
 */
record ProxiesPage(ProxyRegistry proxies, Body body) implements NamespacedPage {

  /** Writes a JSON value about some proxies. */
  interface Body {
    void write(JsonGenerator json, ImmutableList<ProxyConnection> some) throws IOException;
  }

  @Override
  public Answer answer(ImmutableMap<String, String> query) throws IOException {
    return answer(query, _ -> true);
  }

  @Override
  public Answer answer(ImmutableMap<String, String> query, String namespace) throws IOException {
    return answer(query, proxy -> ProxyName.isIn(proxy, namespace));
  }

  private Answer answer(ImmutableMap<String, String> query, Predicate<ProxyConnection> visible)
      throws IOException {
    String namespace = query.getOrDefault("namespace", "");
    String proxy = query.getOrDefault("proxyID", "");
    ImmutableList<ProxyConnection> some =
        proxies.connected().stream()
            .filter(visible)
            .filter(each -> namespace.isEmpty() || ProxyName.isIn(each, namespace))
            .filter(each -> proxy.isEmpty() || ProxyName.of(each.node()).proxy().equals(proxy))
            .collect(ImmutableList.toImmutableList());
    return some.isEmpty() && !proxy.isEmpty()
        ? Answer.text(404, ConfigDumpPage.ELSEWHERE)
        : Page.json(200, json -> body.write(json, some));
  }
}

package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.xds.ProxyConnection;
import java.io.IOException;
import java.util.function.Predicate;

/** A page of which a caller may see the part about its own namespace. */
public interface NamespacedPage extends Page {

  /** The same page as if there were no other namespace. */
  Answer answer(ImmutableMap<String, String> query, String namespace) throws IOException;

  /** Writes a JSON value about some of the connected proxies. */
  interface ProxiesBody {
    void write(JsonGenerator json, Predicate<ProxyConnection> visible) throws IOException;
  }

  /** A page about proxies whose answer is always 200 and JSON. */
  static NamespacedPage ofProxies(ProxiesBody body) {
    return new NamespacedPage() {
      @Override
      public Answer answer(ImmutableMap<String, String> query) throws IOException {
        return Page.json(200, json -> body.write(json, _ -> true));
      }

      @Override
      public Answer answer(ImmutableMap<String, String> query, String namespace)
          throws IOException {
        return Page.json(200, json -> body.write(json, proxy -> ProxyName.isIn(proxy, namespace)));
      }
    };
  }
}

package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.xds.XdsType;
import java.util.function.Supplier;

/** What istiod knows: the pages below {@code /debug/}, by Istio's names where Istio has them. */
public final class DebugPages {

  private final Supplier<MeshModel> model;
  private final ProxyRegistry proxies;
  private final ReportBoard reports;
  private final String clusterId;

  /**
   * @param clusterId what the cluster is called in them
   */
  public DebugPages(
      Supplier<MeshModel> model, ProxyRegistry proxies, ReportBoard reports, String clusterId) {
    this.model = model;
    this.proxies = proxies;
    this.reports = reports;
    this.clusterId = clusterId;
  }

  /**
   * Path → page; {@code /debug/list} names them.
   *
   * @param complaints what proxies refuse of what they should have
   * @param more by name: pages about parts that not every istiod has
   */
  public ImmutableMap<String, Page> all(
      ProxySync.Complaints complaints, ConfigDumps dumps, ImmutableMap<String, Page> more) {
    ImmutableSortedMap<String, Page> pages =
        ImmutableSortedMap.<String, Page>naturalOrder()
            .putAll(more)
            .putAll(new ProxyPages(proxies, complaints).all())
            .putAll(new ClassPages(proxies, dumps, clusterId).all())
            .putAll(new ServicePages(model, clusterId).all())
            .putAll(new ObjectPages(model, proxies, reports).all())
            .put("config_dump", ConfigDumpPage.whole(dumps))
            .put("edsz", ConfigDumpPage.of(XdsType.ENDPOINT, dumps))
            .put("ecdsz", ConfigDumpPage.ofNothing(dumps))
            .put("ndsz", ConfigDumpPage.ofNothing(dumps))
            .buildOrThrow();
    Page list =
        Page.json(
            json -> {
              json.writeStartArray();
              for (String name : pages.keySet()) {
                json.writeString(name);
              }
              json.writeEndArray();
            });
    ImmutableMap.Builder<String, Page> byPath = ImmutableMap.builder();
    pages.forEach((name, page) -> byPath.put("/debug/" + name, page));
    return byPath.put("/debug", list).put("/debug/", list).put("/debug/list", list).buildOrThrow();
  }
}

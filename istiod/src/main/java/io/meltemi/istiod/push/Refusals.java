package io.meltemi.istiod.push;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.meltemi.istiod.quarantine.CaseFile;
import io.meltemi.istiod.quarantine.Docket;
import io.meltemi.istiod.quarantine.UserObjects;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.xds.Rejection;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The proxies that refuse something, and what is said about it.
 *
 * <p>On the mesh loop's thread only, except for {@link #isAwaited} and {@link #complaints}.
 */
final class Refusals {

  private final ReportBoard reports;
  private final Docket docket = new Docket();
  private final Map<Long, ConnectedProxy> troubled = new LinkedHashMap<>();
  private final Set<Long> awaited = ConcurrentHashMap.newKeySet();
  private final Map<Long, ImmutableMap<XdsType, String>> complaints = new ConcurrentHashMap<>();
  private ImmutableList<Diagnostic> said = ImmutableList.of();

  Refusals(ReportBoard reports) {
    this.reports = reports;
  }

  /** Whether it matters here what a connection accepts. Any thread may ask. */
  boolean isAwaited(long connection) {
    return awaited.contains(connection);
  }

  /** What a connection refuses, of each type, in words. Any thread may ask. */
  ImmutableMap<XdsType, String> complaints(long connection) {
    return complaints.getOrDefault(connection, ImmutableMap.of());
  }

  Iterable<ConnectedProxy> troubled() {
    return troubled.values();
  }

  /** A proxy has refused something; what it would not be told now any more is of no interest. */
  void refused(ConnectedProxy proxy, Rejection rejection) {
    proxy.settle(rejection);
    XdsType type = rejection.delivery().type();
    rejection
        .resources()
        .forEach(
            (name, version) ->
                proxy
                    .told()
                    .resources(type)
                    .get(name)
                    .filter(resource -> resource.version().equals(version))
                    .ifPresent(
                        resource ->
                            proxy
                                .caseFile()
                                .refused(
                                    resource,
                                    rejection.error(),
                                    proxy.group().perspective().objects())));
    note(proxy);
  }

  void accepted(ConnectedProxy proxy, XdsType type, List<XdsResource> resources) {
    CaseFile caseFile = proxy.caseFile();
    resources.forEach(it -> caseFile.accepted(type, it.name(), it.version()));
  }

  /** The mesh has changed. */
  void follow(UserObjects now) {
    troubled.values().forEach(proxy -> proxy.caseFile().follow(now));
  }

  void gone(ConnectedProxy proxy) {
    troubled.remove(proxy.connection().id());
    awaited.remove(proxy.connection().id());
    complaints.remove(proxy.connection().id());
  }

  /** Takes down how the case of a proxy stands. */
  void note(ConnectedProxy proxy) {
    long id = proxy.connection().id();
    if (proxy.caseFile().isEmpty()) {
      gone(proxy);
      return;
    }
    troubled.put(id, proxy);
    complaints.put(id, proxy.caseFile().complaints());
    if (proxy.caseFile().isOpen()) {
      awaited.add(id);
    } else {
      awaited.remove(id);
    }
  }

  /** Says what is to be said of the objects in this model. */
  void report(MeshModel model) {
    ImmutableList<Diagnostic> now =
        docket.of(Iterables.transform(troubled.values(), ConnectedProxy::caseFile));
    if (!now.equals(said)) {
      said = now;
      reports.replace(
          SnapshotPublisher.REFUSALS,
          now.stream().map(model::located).collect(ImmutableList.toImmutableList()));
    }
  }
}

package io.meltemi.istiod.push;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.state.MeshChange;
import io.meltemi.istiod.state.MeshPublisher;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.proxy.Classified;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.xds.ProxySnapshot;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every connected proxy what its class has in the newest model.
 *
 * <p>A class is translated once for all its proxies, when the first of them connects and whenever
 * the model changes; it is let go with its last proxy. Proxies are told only when something in
 * their snapshot is another reference than before. A class whose translation throws (our mistake)
 * keeps its last snapshot, and the others go on.
 *
 * <p>On the mesh loop's thread only, except for {@link #snapshot}.
 */
public final class SnapshotPublisher implements MeshPublisher {

  private static final Logger log = LoggerFactory.getLogger(SnapshotPublisher.class);

  private final ClassTranslation translation;
  private final TranslationObserver observer;
  private final Map<Long, ConnectedProxy> proxies = new LinkedHashMap<>();
  private final Map<ProxyClass, ClassGroup> groups = new LinkedHashMap<>();
  private final ConcurrentMap<Long, ProxySnapshot> told = new ConcurrentHashMap<>();
  private final ReportBoard reports;
  private ImmutableSet<Diagnostic> reported = ImmutableSet.of();
  private @Nullable MeshModel model;

  /**
   * @param reports takes what the translations say about user objects
   */
  public SnapshotPublisher(
      ClassTranslation translation, ReportBoard reports, TranslationObserver observer) {
    this.translation = translation;
    this.reports = reports;
    this.observer = observer;
  }

  /** A proxy has connected, and gets what it should have. */
  public void connected(ProxyConnection connection, ProxyDescriptor descriptor) {
    MeshModel now = model;
    if (now == null) {
      connection.close("the configuration is not read yet");
      return;
    }
    Classified classified = Classified.of(now, descriptor);
    ClassGroup group = group(classified.proxyClass());
    ConnectedProxy proxy = new ConnectedProxy(connection, classified, group);
    proxies.put(connection.id(), proxy);
    if (group.snapshot().isEmpty() && translate(now, group)) {
      report(now);
    }
    tell(proxy);
  }

  /** A proxy has gone; its class with it, if it was the last one. */
  public void disconnected(ProxyConnection connection) {
    ConnectedProxy gone = proxies.remove(connection.id());
    told.remove(connection.id());
    if (gone != null) {
      gone.group().leave(gone);
      if (gone.group().isEmpty()) {
        groups.remove(gone.group().proxyClass());
      }
    }
  }

  @Override
  public void publish(MeshChange change) {
    long start = System.nanoTime();
    model = change.after();
    Set<ConnectedProxy> toTell = classifyAgain(change.after());
    groups.values().removeIf(ClassGroup::isEmpty);
    for (ClassGroup group : groups.values()) {
      if (translate(change.after(), group)) {
        group.members().forEach(toTell::add);
      }
    }
    toTell.forEach(this::tell);
    translation.retain(groups.keySet());
    report(change.after());
    observer.published(groups.size(), toTell.size(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** What a connection was told last. Any thread may ask. */
  public Optional<ProxySnapshot> snapshot(ProxyConnection connection) {
    return Optional.ofNullable(told.get(connection.id()));
  }

  public int classes() {
    return groups.size();
  }

  /** Moves proxies into the groups they belong to now; gives those that were moved. */
  private Set<ConnectedProxy> classifyAgain(MeshModel now) {
    Set<ConnectedProxy> moved = new HashSet<>();
    for (ConnectedProxy proxy : proxies.values()) {
      Classified again = proxy.classified().in(now);
      if (again != proxy.classified() && proxy.move(again, group(again.proxyClass()))) {
        moved.add(proxy);
      }
    }
    return moved;
  }

  private ClassGroup group(ProxyClass proxyClass) {
    return groups.computeIfAbsent(proxyClass, ClassGroup::new);
  }

  /** Says whether the class has something new. */
  private boolean translate(MeshModel now, ClassGroup group) {
    try {
      return group.replace(translation.translate(now, group.proxyClass()));
    } catch (RuntimeException | StackOverflowError e) {
      log.error("{} cannot be translated; its proxies keep what they have", group.proxyClass(), e);
      observer.failed(group.proxyClass(), e);
      return false;
    }
  }

  /** Says once what the translations of several classes say. */
  private void report(MeshModel now) {
    ImmutableSet.Builder<Diagnostic> all = ImmutableSet.builder();
    for (ClassGroup group : groups.values()) {
      all.addAll(group.diagnostics());
    }
    ImmutableSet<Diagnostic> said = all.build();
    if (!said.equals(reported)) {
      reported = said;
      reports.replace(
          "translation", said.stream().map(now::located).collect(ImmutableList.toImmutableList()));
    }
  }

  private void tell(ConnectedProxy proxy) {
    proxy
        .group()
        .snapshot()
        .ifPresent(
            snapshot -> {
              told.put(proxy.connection().id(), snapshot);
              proxy.connection().publish(snapshot);
            });
  }
}

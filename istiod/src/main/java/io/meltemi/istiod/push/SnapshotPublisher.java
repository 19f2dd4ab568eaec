package io.meltemi.istiod.push;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.meltemi.istiod.quarantine.Quarantine;
import io.meltemi.istiod.state.MeshChange;
import io.meltemi.istiod.state.MeshPublisher;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.Rejection;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.proxy.Classified;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every connected proxy what its class has in the newest model, or in the newest model
 * without what the proxy refuses.
 *
 * <p>A class is translated once for all its proxies, when the first of them connects and whenever
 * the model changes; it is let go with its last proxy. Proxies are told only when something in
 * their snapshot is another reference than before. A class whose translation throws (our mistake)
 * keeps its last snapshot, and the others go on.
 *
 * <p>On the mesh loop's thread only, except for {@link #told}, {@link #awaitsWord} and {@link
 * #complaints}.
 */
public final class SnapshotPublisher implements MeshPublisher {

  /** Under this name {@link ReportBoard} has what is said of objects that proxies refuse. */
  public static final String REFUSALS = "proxies";

  private static final Logger log = LoggerFactory.getLogger(SnapshotPublisher.class);

  private final Perspectives perspectives;
  private final Refusals refusals;
  private final TranslationObserver observer;
  private final Map<Long, ConnectedProxy> proxies = new LinkedHashMap<>();
  private final ConcurrentMap<Long, Served> told = new ConcurrentHashMap<>();
  private final ReportBoard reports;
  private ImmutableSet<Diagnostic> reported = ImmutableSet.of();
  private @Nullable MeshModel model;

  /**
   * @param reports takes what the translations say about user objects
   */
  public SnapshotPublisher(
      ClassTranslation translation, ReportBoard reports, TranslationObserver observer) {
    this.perspectives = new Perspectives(translation);
    this.refusals = new Refusals(reports);
    this.reports = reports;
    this.observer = observer;
  }

  /** A proxy has connected, or is known better than before, and gets what it should have. */
  public void known(ProxyConnection connection, ProxyDescriptor descriptor) {
    MeshModel now = model;
    if (now == null) {
      connection.close("the configuration is not read yet");
      return;
    }
    if (proxies.containsKey(connection.id())) {
      answered(connection, proxy -> proxy.describe(descriptor));
      return;
    }
    Classified classified = Classified.of(now, descriptor);
    ClassGroup group = perspectives.whole().group(classified.proxyClass());
    ConnectedProxy proxy = new ConnectedProxy(connection, classified, group);
    proxies.put(connection.id(), proxy);
    if (group.snapshot().isEmpty() && translate(group)) {
      report(now);
    }
    tell(proxy);
  }

  /** A proxy has gone; its class with it, if it was the last one. */
  public void disconnected(ProxyConnection connection) {
    ConnectedProxy gone = proxies.remove(connection.id());
    told.remove(connection.id());
    if (gone != null) {
      gone.leave();
      perspectives.tidy();
      refusals.gone(gone);
      if (model != null) {
        refusals.report(model);
      }
    }
  }

  /** A proxy has refused something of what it was told. */
  public void refused(ProxyConnection connection, Rejection rejection) {
    answered(connection, proxy -> refusals.refused(proxy, rejection));
  }

  /** A proxy has accepted something of what it was told; to be said if {@link #awaitsWord}. */
  public void accepted(ProxyConnection connection, XdsType type, List<XdsResource> resources) {
    answered(connection, proxy -> refusals.accepted(proxy, type, resources));
  }

  /** Whether it matters what a proxy accepts. Any thread may ask. */
  public boolean awaitsWord(ProxyConnection connection) {
    return refusals.isAwaited(connection.id());
  }

  private void answered(ProxyConnection connection, Consumer<ConnectedProxy> taking) {
    MeshModel now = model;
    ConnectedProxy proxy = proxies.get(connection.id());
    if (now == null || proxy == null) {
      return;
    }
    taking.accept(proxy);
    if (proceed(proxy, now)) {
      tell(proxy);
    }
    perspectives.tidy();
    report(now);
  }

  /** Gives a proxy the perspective that its refusals ask for; says whether it sees another now. */
  private boolean proceed(ConnectedProxy proxy, MeshModel now) {
    boolean moved = false;
    Quarantine quarantine = proxy.caseFile().quarantine();
    do {
      if (!perspectives.hasRoomFor(quarantine)) {
        proxy.caseFile().resign();
        quarantine = Quarantine.NONE;
      }
      moved |= proxy.place(perspectives.without(quarantine, now));
      if (proxy.group().snapshot().isEmpty() && !translate(proxy.group())) {
        break;
      }
      proxy.ask();
      quarantine = proxy.caseFile().quarantine();
    } while (!quarantine.equals(proxy.group().perspective().quarantine()));
    refusals.note(proxy);
    return moved;
  }

  @Override
  public void publish(MeshChange change) {
    long start = System.nanoTime();
    MeshModel now = change.after();
    model = now;
    proxies.values().forEach(ConnectedProxy::settle);
    perspectives.look(now);
    refusals.follow(perspectives.whole().objects());
    Set<ConnectedProxy> toTell = new HashSet<>();
    for (ConnectedProxy proxy : proxies.values()) {
      if (proxy.place(proxy.group().perspective())) {
        toTell.add(proxy);
      }
    }
    perspectives.tidy();
    for (ClassGroup group : perspectives.groups()) {
      if (translate(group)) {
        group.members().forEach(toTell::add);
      }
    }
    for (ConnectedProxy proxy : ImmutableList.copyOf(refusals.troubled())) {
      if (proceed(proxy, now)) {
        toTell.add(proxy);
      }
    }
    inTurn(toTell).forEach(this::tell);
    perspectives.tidy();
    perspectives.forget();
    report(now);
    observer.published(classes(), toTell.size(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** What a connection was told last. Any thread may ask. */
  public Optional<Served> told(ProxyConnection connection) {
    return Optional.ofNullable(told.get(connection.id()));
  }

  /**
   * What a connection refuses, of each type: the objects to blame and its own words. Also holds
   * while it is served something else in their place. Any thread may ask.
   */
  public ImmutableMap<XdsType, String> complaints(ProxyConnection connection) {
    return refusals.complaints(connection.id());
  }

  public int classes() {
    return Iterables.size(perspectives.groups());
  }

  /** Says whether the class has something new. */
  private boolean translate(ClassGroup group) {
    try {
      return group.translate();
    } catch (RuntimeException | StackOverflowError e) {
      log.error("{} cannot be translated; its proxies keep what they have", group.proxyClass(), e);
      observer.failed(group.proxyClass(), e);
      return false;
    }
  }

  /** Says once what the translations of several classes say, and what their proxies refuse. */
  private void report(MeshModel now) {
    ImmutableSet.Builder<Diagnostic> all = ImmutableSet.builder();
    for (ClassGroup group : perspectives.groups()) {
      boolean whole = group.perspective() == perspectives.whole();
      group.diagnostics().stream()
          .filter(diagnostic -> whole || isNotOfQuarantine(diagnostic))
          .forEach(all::add);
    }
    ImmutableSet<Diagnostic> said = all.build();
    if (!said.equals(reported)) {
      reported = said;
      reports.replace(
          "translation", said.stream().map(now::located).collect(ImmutableList.toImmutableList()));
    }
    refusals.report(now);
  }

  /** Who refers to what is set aside has done nothing wrong. */
  private boolean isNotOfQuarantine(Diagnostic diagnostic) {
    return diagnostic.code() != DiagnosticCode.UNKNOWN_REFERENCE || reported.contains(diagnostic);
  }

  /** Those first who have what came last: nobody waits for the sake of one who takes nothing. */
  private static Stream<ConnectedProxy> inTurn(Set<ConnectedProxy> toTell) {
    return toTell.stream()
        .collect(
            Collectors.groupingBy(
                proxy -> proxy.connection().ledger().converged(),
                () -> new TreeMap<ModelRevision, List<ConnectedProxy>>(Comparator.reverseOrder()),
                Collectors.toList()))
        .values()
        .stream()
        .flatMap(List::stream);
  }

  private void tell(ConnectedProxy proxy) {
    proxy
        .group()
        .snapshot()
        .ifPresent(
            snapshot -> {
              told.put(proxy.connection().id(), new Served(proxy.group().proxyClass(), snapshot));
              proxy.tell(snapshot);
            });
  }
}

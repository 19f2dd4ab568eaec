package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.ObjectFollower;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import io.meltemi.translator.config.standin.StandIn;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes events of the objects of one kind. Tells only what is different: an object that says to the
 * mesh what it said before, whatever else of it changed, is no event, and a listing is the events
 * that were missed.
 */
final class KindFollower implements ObjectFollower {

  private final ConfigKind kind;
  private final String name;
  private final ConfigSink sink;
  private final Predicate<ApiObject> wanted;
  private final ObjectWitness witness;
  private final Map<ConfigKey, ConfigObject<?>> known = new HashMap<>();
  private final Set<ConfigKey> reported = new HashSet<>();

  /** Policies that were never understood. */
  private final Set<ConfigKey> standIns = new HashSet<>();

  /** What a listing has told so far. */
  private Set<ConfigKey> listed = new HashSet<>();

  private List<ObjectState> listedStates = new ArrayList<>();
  private List<ConfigEvent> news = new ArrayList<>();
  private boolean synced;
  private volatile int size;

  KindFollower(
      ConfigKind kind, ConfigSink sink, Predicate<ApiObject> wanted, ObjectWitness witness) {
    this.kind = kind;
    this.name = name(kind);
    this.sink = sink;
    this.wanted = wanted;
    this.witness = witness;
  }

  /** What the {@link ConfigEvent.Synced} of a kind says. */
  static String name(ConfigKind kind) {
    return "Kubernetes " + KubeKinds.plural(kind);
  }

  ConfigKind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  /** How many objects are known. Any thread may ask. */
  int size() {
    return size;
  }

  @Override
  public void listBegins() {
    listed = new HashSet<>();
    listedStates = new ArrayList<>();
    news = new ArrayList<>();
  }

  @Override
  public void listed(ApiObject object) {
    if (wanted.test(object)) {
      listed.add(key(object));
      if (witness != ObjectWitness.NONE) {
        listedStates.add(ObjectState.of(key(object), object));
      }
      upsert(object);
    }
  }

  @Override
  public void listEnds() {
    List<ConfigKey> gone = new ArrayList<>();
    for (ConfigKey key : known.keySet()) {
      if (!listed.contains(key)) {
        gone.add(key);
      }
    }
    gone.sort(null);
    gone.forEach(this::delete);
    for (ConfigKey key : ImmutableList.copyOf(reported)) {
      if (!listed.contains(key)) {
        report(key, ImmutableList.of());
      }
    }
    if (!synced) {
      synced = true;
      news.add(new ConfigEvent.Synced(name));
    }
    listed = new HashSet<>();
    tell();
    witness.listed(kind, ImmutableList.copyOf(listedStates));
    listedStates = new ArrayList<>();
  }

  @Override
  public void changed(ApiObject object) {
    news = new ArrayList<>();
    if (wanted.test(object)) {
      upsert(object);
      tell();
      witness.changed(ObjectState.of(key(object), object));
    } else {
      removed(object);
    }
  }

  @Override
  public void removed(ApiObject object) {
    news = new ArrayList<>();
    delete(key(object));
    report(key(object), ImmutableList.of());
    tell();
    witness.removed(key(object));
  }

  private ConfigKey key(ApiObject object) {
    return new ConfigKey(kind, object.namespace(), object.name());
  }

  private void upsert(ApiObject object) {
    ConfigKey key = key(object);
    Decoded<?> decoded = ConfigReader.read(Document.ofSource("", object.tree()));
    switch (decoded) {
      case Decoded.Accepted<?> accepted -> {
        standIns.remove(key);
        report(key, accepted.diagnostics());
        put(accepted.object());
      }
      case Decoded.Rejected<?> rejected -> rejected(key, rejected);
      case Decoded.Skipped<?> skipped -> report(key, skipped.diagnostics());
    }
  }

  /** The last good version stays; a policy that never had one is taken at its strictest. */
  private void rejected(ConfigKey key, Decoded.Rejected<?> rejected) {
    boolean hasGood = known.containsKey(key) && !standIns.contains(key);
    if (hasGood || rejected.standIn().isEmpty()) {
      report(key, rejected.diagnostics());
      if (!hasGood) {
        delete(key); // what stood in for an earlier version that refused something
      }
      return;
    }
    StandIn standIn = rejected.standIn().get();
    standIns.add(key);
    report(
        key,
        ImmutableList.<Diagnostic>builder()
            .addAll(rejected.diagnostics())
            .add(standIn.diagnostic(Position.NONE))
            .build());
    put(standIn.object());
  }

  private void put(ConfigObject<?> now) {
    if (!now.equals(known.get(now.key()))) {
      known.put(now.key(), now);
      news.add(new ConfigEvent.Upsert(now, Position.NONE));
    }
  }

  private void delete(ConfigKey key) {
    standIns.remove(key);
    if (known.remove(key) != null) {
      news.add(new ConfigEvent.Delete(key));
    }
  }

  private void report(ConfigKey key, ImmutableList<Diagnostic> diagnostics) {
    boolean before = diagnostics.isEmpty() ? reported.remove(key) : !reported.add(key);
    if (before || !diagnostics.isEmpty()) {
      news.add(new ConfigEvent.Report(key.toString(), diagnostics));
    }
  }

  private void tell() {
    size = known.size();
    ImmutableList<ConfigEvent> events = ImmutableList.copyOf(news);
    news = new ArrayList<>();
    if (!events.isEmpty()) {
      sink.accept(events);
    }
  }
}

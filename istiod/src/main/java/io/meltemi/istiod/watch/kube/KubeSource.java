package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Streams;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.ServedKinds;
import io.meltemi.istiod.kube.SharedText;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.istiod.watch.ConfigSource;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows everything that a mesh is made of in one cluster, each kind on a line of its own, all at
 * once.
 */
public final class KubeSource implements ConfigSource {

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final KubeApi api;
  private final SharedText text = new SharedText();
  private final CrdCatalog catalog = new CrdCatalog(this::kindsChanged);
  private final NamespaceSelection selection;
  private final CredentialNames credentials;
  private final Reflector definitions;

  /** What says which namespaces count; begins first. */
  private final ImmutableList<Followed> first;

  /** Begins when that is known. */
  private final ImmutableList<Followed> second;

  /** Secrets, when it is known which are named. */
  private final Optional<Followed> third;

  private volatile boolean closed;
  private final Thread watchdog = Thread.ofVirtual().name("reflectors").unstarted(this::look);

  /** A reflector, and what its first listing syncs. */
  private record Followed(String name, Reflector reflector) {}

  /** What of a cluster is followed. */
  public record Options(boolean services, boolean ourKinds, boolean meshConfig) {
    public static final Options ALL = new Options(true, true, true);
  }

  /** {@code witness}: is told how the objects of our kinds stand. */
  public KubeSource(
      KubeApi api, KubeSettings settings, Options options, ConfigSink sink, ObjectWitness witness) {
    this.api = api;
    String namespaces = KindFollower.name(ConfigKind.NAMESPACE);
    selection =
        new NamespaceSelection(
            sink,
            settings.namespace(),
            options.meshConfig()
                ? ImmutableSet.of(MeshConfigFollower.NAME, namespaces)
                : ImmutableSet.of(namespaces),
            this::selectionKnown,
            this::selectionChanged);
    credentials =
        new CredentialNames(
            sink,
            Stream.of(ConfigKind.GATEWAY, ConfigKind.SIDECAR, ConfigKind.DESTINATION_RULE)
                .map(KindFollower::name)
                .collect(ImmutableSet.toImmutableSet()),
            this::credentialsKnown,
            this::credentialsChanged);
    definitions =
        new Reflector(
            api, ImmutableList.of(CrdCatalog.DEFINITIONS), text, ServedKinds.ALWAYS, catalog);
    ImmutableList.Builder<Followed> early = ImmutableList.builder();
    if (options.meshConfig()) {
      early.add(meshConfig(settings));
    }
    KindFollower all =
        new KindFollower(ConfigKind.NAMESPACE, selection, _ -> true, ObjectWitness.NONE);
    first = early.add(followed(all, ServedKinds.ALWAYS)).build();
    ImmutableList.Builder<Followed> later = ImmutableList.builder();
    if (options.services()) {
      KubeKinds.core()
          .forEach(
              kind -> later.add(followed(selected(kind, ObjectWitness.NONE), ServedKinds.ALWAYS)));
    }
    if (options.ourKinds()) {
      KubeKinds.ours().forEach(kind -> later.add(followed(selected(kind, witness), catalog)));
    }
    second = later.build();
    third = options.ourKinds() ? Optional.of(secrets()) : Optional.empty();
  }

  private KindFollower selected(ConfigKind kind, ObjectWitness witness) {
    return new KindFollower(
        kind, credentials, object -> selection.includes(object.namespace()), witness);
  }

  private Followed followed(KindFollower follower, ServedKinds kinds) {
    return new Followed(
        follower.name(),
        new Reflector(api, KubeKinds.versions(follower.kind()), text, kinds, follower));
  }

  private Followed secrets() {
    KindFollower follower =
        new KindFollower(
            ConfigKind.SECRET,
            credentials,
            object -> credentials.contains(object.name()) && selection.includes(object.namespace()),
            ObjectWitness.NONE);
    return new Followed(
        follower.name(),
        new Reflector(
            api,
            ImmutableList.of(KubeKinds.secrets()),
            new SharedText(),
            ServedKinds.ALWAYS,
            follower));
  }

  private Followed meshConfig(KubeSettings settings) {
    return new Followed(
        MeshConfigFollower.NAME,
        new Reflector(
            api,
            ImmutableList.of(KubeMeshConfig.resource(settings)),
            text,
            ServedKinds.ALWAYS,
            new MeshConfigFollower(settings, selection)));
  }

  /** Where mesh-wide settings of a file have to go by on their way to the mesh loop. */
  public ConfigSink settingsSink() {
    return selection;
  }

  @Override
  public ImmutableList<String> names() {
    return followed().map(Followed::name).collect(ImmutableList.toImmutableList());
  }

  private Stream<Followed> followed() {
    return Streams.concat(first.stream(), second.stream(), third.stream());
  }

  @Override
  public void start() {
    definitions.start();
    first.forEach(one -> one.reflector().start());
    watchdog.start();
  }

  private void selectionKnown() {
    second.forEach(one -> one.reflector().start());
  }

  private void selectionChanged() {
    second.forEach(one -> one.reflector().relist());
    third.ifPresent(one -> one.reflector().relist());
  }

  private void credentialsKnown() {
    third.ifPresent(one -> one.reflector().start());
  }

  private void credentialsChanged() {
    third.ifPresent(one -> one.reflector().relist());
  }

  /** What follows each kind: how up to date it is, and why not. */
  public ImmutableList<Reflector> reflectors() {
    return Stream.concat(Stream.of(definitions), followed().map(Followed::reflector))
        .collect(ImmutableList.toImmutableList());
  }

  /** Why not everything is known yet, a line a kind. */
  public String missing() {
    return followed()
        .map(one -> one.reflector().status())
        .filter(status -> !status.synced())
        .map(status -> status.kind() + ": " + status.problem() + "\n")
        .collect(Collectors.joining());
  }

  private void kindsChanged() {
    second.forEach(one -> one.reflector().wake());
  }

  private void look() {
    while (!closed) {
      followed().forEach(one -> one.reflector().check());
      definitions.check();
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    watchdog.interrupt();
    definitions.close();
    followed().forEach(one -> one.reflector().close());
  }
}

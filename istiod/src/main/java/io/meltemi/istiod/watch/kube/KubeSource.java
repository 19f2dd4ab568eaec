package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.ReflectorStatus;
import io.meltemi.istiod.kube.ServedKinds;
import io.meltemi.istiod.kube.SharedText;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.istiod.watch.ConfigSource;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Follows everything that a mesh is made of in one cluster, each kind on a line of its own, all at
 * once.
 */
public final class KubeSource implements ConfigSource {

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final ConfigSink sink;
  private final KubeApi api;
  private final SharedText text = new SharedText();
  private final CrdCatalog catalog = new CrdCatalog(this::kindsChanged);
  private final Reflector definitions;
  private final ImmutableList<Followed> followed;
  private volatile boolean closed;
  private final Thread watchdog = Thread.ofVirtual().name("reflectors").unstarted(this::look);

  /** A reflector, and what its first listing syncs. */
  private record Followed(String name, Reflector reflector) {}

  /** What of a cluster is followed. */
  public record Options(boolean services, boolean ourKinds, boolean meshConfig) {
    public static final Options ALL = new Options(true, true, true);
  }

  public KubeSource(KubeApi api, KubeSettings settings, Options options, ConfigSink sink) {
    this.api = api;
    this.sink = sink;
    definitions =
        new Reflector(
            api, ImmutableList.of(CrdCatalog.DEFINITIONS), text, ServedKinds.ALWAYS, catalog);
    ImmutableList.Builder<Followed> all = ImmutableList.builder();
    if (options.meshConfig()) {
      all.add(meshConfig(settings));
    }
    all.add(followed(ConfigKind.NAMESPACE, ServedKinds.ALWAYS));
    if (options.services()) {
      KubeKinds.core().forEach(kind -> all.add(followed(kind, ServedKinds.ALWAYS)));
    }
    if (options.ourKinds()) {
      KubeKinds.ours().forEach(kind -> all.add(followed(kind, catalog)));
    }
    followed = all.build();
  }

  private Followed followed(ConfigKind kind, ServedKinds kinds) {
    KindFollower follower = new KindFollower(kind, sink, _ -> true);
    return new Followed(
        follower.name(), new Reflector(api, KubeKinds.versions(kind), text, kinds, follower));
  }

  private Followed meshConfig(KubeSettings settings) {
    return new Followed(
        MeshConfigFollower.NAME,
        new Reflector(
            api,
            ImmutableList.of(KubeMeshConfig.resource(settings)),
            text,
            ServedKinds.ALWAYS,
            new MeshConfigFollower(settings, sink)));
  }

  @Override
  public ImmutableList<String> names() {
    return followed.stream().map(Followed::name).collect(ImmutableList.toImmutableList());
  }

  @Override
  public void start() {
    definitions.start();
    followed.forEach(one -> one.reflector().start());
    watchdog.start();
  }

  /** How up to date each kind is. */
  public ImmutableList<ReflectorStatus> status() {
    return Stream.concat(Stream.of(definitions), followed.stream().map(Followed::reflector))
        .map(Reflector::status)
        .collect(ImmutableList.toImmutableList());
  }

  private void kindsChanged() {
    followed.forEach(one -> one.reflector().wake());
  }

  private void look() {
    while (!closed) {
      followed.forEach(one -> one.reflector().check());
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
    followed.forEach(one -> one.reflector().close());
  }
}

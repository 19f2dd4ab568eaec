package io.meltemi.istiod.kube.identity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.Keep;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.Leadership;
import io.meltemi.istiod.kube.ObjectFollower;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.Resource;
import io.meltemi.istiod.kube.ServedKinds;
import io.meltemi.istiod.kube.SharedText;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.KubeNamespace;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ConfigMap {@code istio-ca-root-cert} in every namespace, so that its workloads know
 * istiod when they first see it. Written by the istiod that leads; put back when somebody changes
 * or deletes it, and written anew when the roots change.
 */
public final class RootConfigMaps implements AutoCloseable {

  public static final String NAME = "istio-ca-root-cert";
  public static final String ENTRY = "root-cert.pem";

  private static final Logger log = LoggerFactory.getLogger(RootConfigMaps.class);

  private static final String LABEL = "istio.io/config";

  /** Nobody's workloads are there; as with Istio. */
  private static final ImmutableSet<String> PASSED_OVER =
      ImmutableSet.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final Supplier<String> roots;
  private final Leadership leadership;
  private final Reflector namespaces;
  private final Reflector configMaps;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> wanted = new HashSet<>();
  private final Map<String, String> there = new HashMap<>();
  private boolean news;
  private boolean namespacesKnown;
  private boolean configMapsKnown;
  private volatile boolean closed;
  private final Thread writer = Thread.ofVirtual().name("root-configmaps").unstarted(this::run);

  /**
   * @param roots the certificates, as they are at the moment
   */
  public RootConfigMaps(
      KubernetesClient client, KubeApi api, Supplier<String> roots, Leadership leadership) {
    this.client = client;
    this.roots = roots;
    this.leadership = leadership;
    SharedText text = new SharedText();
    namespaces =
        new Reflector(
            api,
            ImmutableList.of(
                Resource.of("", "v1", "namespaces", "Namespace", Keep.only("status.phase"))),
            text,
            ServedKinds.ALWAYS,
            new Namespaces());
    configMaps =
        new Reflector(
            api,
            ImmutableList.of(
                Resource.of("", "v1", "configmaps", "ConfigMap", Keep.only("data"))
                    .withFieldSelector("metadata.name=" + NAME)),
            text,
            ServedKinds.ALWAYS,
            new ConfigMaps());
  }

  public void start() {
    leadership.onChange(this::look);
    namespaces.start();
    configMaps.start();
    writer.start();
  }

  /** Looks again at what is there and what should be: the roots may have changed. */
  public void look() {
    locked(() -> {});
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      news = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!closed) {
      try {
        boolean everywhere = true;
        for (String namespace : outdated()) {
          everywhere &= write(namespace);
        }
        if (!everywhere) {
          Thread.sleep(TRY_AGAIN);
          look();
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Waits for news; where something is to be written then. */
  private ImmutableList<String> outdated() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!news) {
        changed.await();
      }
      news = false;
      if (!leadership.leads() || !namespacesKnown || !configMapsKnown) {
        return ImmutableList.of();
      }
      String text = roots.get();
      return wanted.stream()
          .filter(namespace -> !text.equals(there.get(namespace)))
          .sorted()
          .collect(ImmutableList.toImmutableList());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether it is there now, or will be without us; one namespace that fails does not stop the
   * others.
   */
  private boolean write(String namespace) {
    String text = roots.get();
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(NAME)
            .addToLabels(LABEL, "true")
            .endMetadata()
            .addToData(ENTRY, text)
            .build();
    try {
      var resource = client.resource(map);
      if (resource.get() == null) {
        resource.create();
      } else {
        resource.update();
      }
      return true;
    } catch (KubernetesClientException e) {
      // Somebody else was quicker, or the namespace is going away: its news is on the way.
      boolean newsComes =
          e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
              || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      if (newsComes) {
        log.info("{} is not written to {}: {}", NAME, namespace, e.getMessage());
      } else {
        log.warn("{} cannot be written to {}: {}", NAME, namespace, e.getMessage());
      }
      return newsComes;
    }
  }

  /** Which namespaces there are. */
  private final class Namespaces implements ObjectFollower {
    private Set<String> listed = new HashSet<>();

    @Override
    public void listBegins() {
      listed = new HashSet<>();
    }

    @Override
    public void listed(ApiObject object) {
      if (isWanted(object)) {
        listed.add(object.name());
      }
    }

    @Override
    public void listEnds() {
      locked(
          () -> {
            wanted.clear();
            wanted.addAll(listed);
            namespacesKnown = true;
          });
    }

    @Override
    public void changed(ApiObject object) {
      boolean is = isWanted(object);
      locked(
          () -> {
            if (is) {
              wanted.add(object.name());
            } else {
              wanted.remove(object.name());
            }
          });
    }

    @Override
    public void removed(ApiObject object) {
      locked(() -> wanted.remove(object.name()));
    }

    /** Nothing can be created in a namespace that is going away. */
    private boolean isWanted(ApiObject object) {
      return !PASSED_OVER.contains(object.name())
          && ConfigReader.read(Document.ofSource("", object.tree()))
              instanceof Decoded.Accepted<?> accepted
          && accepted.object().spec() instanceof KubeNamespace namespace
          && !namespace.isTerminating();
    }
  }

  /** What the ConfigMaps say that are there; empty for one that says it wrongly. */
  private final class ConfigMaps implements ObjectFollower {
    private Map<String, String> listed = new HashMap<>();

    @Override
    public void listBegins() {
      listed = new HashMap<>();
    }

    @Override
    public void listed(ApiObject object) {
      listed.put(object.namespace(), text(object));
    }

    @Override
    public void listEnds() {
      locked(
          () -> {
            there.clear();
            there.putAll(listed);
            configMapsKnown = true;
          });
    }

    @Override
    public void changed(ApiObject object) {
      String now = text(object);
      locked(() -> there.put(object.namespace(), now));
    }

    @Override
    public void removed(ApiObject object) {
      locked(() -> there.remove(object.namespace()));
    }

    private static String text(ApiObject object) {
      return ConfigReader.read(Document.ofSource("", object.tree()))
                  instanceof Decoded.Accepted<?> accepted
              && accepted.object().spec() instanceof KubeConfigMap map
              && accepted.object().meta().label(LABEL).equals("true")
              && map.data().size() == 1
          ? map.data().getOrDefault(ENTRY, "")
          : "";
    }
  }

  @Override
  public void close() {
    closed = true;
    writer.interrupt();
    namespaces.close();
    configMaps.close();
  }
}

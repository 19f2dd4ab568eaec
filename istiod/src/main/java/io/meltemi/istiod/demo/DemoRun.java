package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.proxy.EnvoyBinary;
import io.meltemi.istiod.proxy.EnvoyProcess;
import io.meltemi.istiod.token.LocalTokens;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Bookinfo, started: istiod, the apps and the Envoys, all at once; each waited for with a bound.
 */
final class DemoRun implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration END_OR_FAILURE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(50);

  private final DemoOptions options;
  private final Progress progress;
  private final DemoChildren children = new DemoChildren();
  private final List<CompletableFuture<String>> deaths = new ArrayList<>();

  DemoRun(DemoOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Returns when the page is served. */
  DemoStage start() throws DemoException, InterruptedException {
    try {
      DemoAddresses.requireGatewayPort(options.port());
      Path envoy = EnvoyBinary.find();
      DemoFolders folders = DemoFolders.create();
      if (!options.keep()) {
        children.afterProcesses(folders::remove);
      }
      DemoIstiod.logTo(folders.logs().resolve("istiod.log"));
      DemoMesh mesh = DemoMesh.copy(options.samples(), folders.mesh(), options.port());
      ImmutableList<DemoWorkload> workloads = DemoWorkloads.in(mesh.folder());
      DemoAddresses.requireOthers(workloads);
      progress.step("the mesh is in " + mesh.folder());
      startAll(workloads, envoy, folders);
      BookSite site = new BookSite(options.port());
      awaitPage(site);
      progress.step("the page is served");
      return new DemoStage(mesh, site, folders, workloads);
    } catch (IOException e) {
      throw new DemoException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The name of the first process that ends by itself. */
  CompletableFuture<Object> anyDeath() {
    return CompletableFuture.anyOf(deaths.toArray(CompletableFuture[]::new));
  }

  /**
   * Whether somebody ends the demo. A Ctrl-C reaches the children as soon as us: what looks like a
   * failure may be the end.
   */
  boolean isEnding() throws InterruptedException {
    return children.isClosedSoon(END_OR_FAILURE);
  }

  private void startAll(ImmutableList<DemoWorkload> workloads, Path envoy, DemoFolders folders)
      throws DemoException, InterruptedException, IOException {
    List<DemoApp> apps = new ArrayList<>();
    List<EnvoyProcess> envoys = new ArrayList<>();
    DemoIstiod istiod = children.afterProcesses(DemoIstiod.on(folders.mesh(), folders.state()));
    LocalTokens tokens = children.afterProcesses(new LocalTokens(folders.state()));
    for (DemoWorkload workload : workloads) {
      if (workload.app().isPresent()) {
        apps.add(startApp(workload, workload.app().get(), folders));
      }
    }
    DemoProxies proxies =
        new DemoProxies(envoy, DemoIstiod.discovery(), folders, tokens, options.terms());
    for (DemoWorkload workload : workloads) {
      switch (workload.proxy()) {
        case SIDECAR -> envoys.add(startEnvoy(proxies, workload, ProxyKind.SIDECAR));
        case ROUTER -> envoys.add(startEnvoy(proxies, workload, ProxyKind.ROUTER));
        case NONE -> {}
      }
    }
    allOf(
        () -> {
          istiod.start();
          progress.step(
              "istiod serves " + folders.mesh().getFileName() + "/ on " + DemoIstiod.discovery());
        },
        () -> {
          for (DemoApp app : apps) {
            app.awaitListening(PATIENCE);
          }
          progress.step(apps.size() + " apps listen");
        },
        () -> {
          for (EnvoyProcess each : envoys) {
            each.awaitLive(PATIENCE);
          }
          progress.step(envoys.size() + " Envoys have their configuration");
        });
  }

  private DemoApp startApp(DemoWorkload workload, String script, DemoFolders folders)
      throws IOException {
    Path file = options.samples().resolve("apps").resolve(script);
    Path log = folders.logs().resolve(workload.name() + ".log");
    DemoApp app = children.process(DemoApp.start(workload, file, log));
    deaths.add(app.ended().thenApply(_ -> workload.name() + ":\n" + app.lastLines()));
    return app;
  }

  private EnvoyProcess startEnvoy(DemoProxies proxies, DemoWorkload workload, ProxyKind kind)
      throws IOException {
    EnvoyProcess envoy = children.process(proxies.start(workload, kind));
    String who = "the Envoy of " + workload.name();
    deaths.add(envoy.process().onExit().thenApply(_ -> who + ":\n" + envoy.lastLines()));
    return envoy;
  }

  /** A task that may fail; so do all then. */
  @FunctionalInterface
  private interface Task {
    void run() throws Exception;
  }

  private static void allOf(Task... tasks) throws DemoException, InterruptedException {
    ExecutorService each = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> all = new ArrayList<>();
      for (Task task : tasks) {
        Callable<Boolean> call =
            () -> {
              task.run();
              return true;
            };
        all.add(each.submit(call));
      }
      for (Future<?> future : all) {
        future.get();
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new DemoException(String.valueOf(cause.getMessage()), cause);
    } finally {
      each.shutdownNow();
    }
  }

  private static void awaitPage(BookSite site) throws DemoException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String seen = "nothing";
    while (System.nanoTime() < deadline) {
      try {
        BookPage page = site.page();
        if (page.status() == 200 && !page.lacksDetails() && !page.lacksReviews()) {
          return;
        }
        seen = "status " + page.status();
      } catch (IOException e) {
        seen = e.toString();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new DemoException(site.pageUrl() + " does not come: " + seen);
  }

  @Override
  public void close() {
    children.close();
  }
}

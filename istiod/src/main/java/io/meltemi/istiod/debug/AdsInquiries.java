package io.meltemi.istiod.debug;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.meltemi.istiod.xds.Inquiries;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code istioctl} asks over ADS: how far every proxy is, what one should have, and any debug
 * page. Who may see what is as on the pages; nobody who has not proven who they are sees anything,
 * from wherever they ask.
 */
public final class AdsInquiries implements Inquiries, AutoCloseable {

  static final String SYNC_STATUS = "istio.io/debug/syncz";
  static final String CONFIG_DUMP = "istio.io/debug/config_dump";
  static final String PAGE = "istio.io/debug";

  private static final Logger log = LoggerFactory.getLogger(AdsInquiries.class);

  private static final int THREADS = 2;
  private static final int WAITING = 100;

  private final ProxyRegistry proxies;
  private final SyncStatus syncStatus;
  private final ConfigDumps dumps;
  private final ImmutableMap<String, Page> pages;
  private final DebugGate gate;
  private final ExecutorService threads = threads();

  /**
   * @param pages by path
   */
  public AdsInquiries(
      ProxyRegistry proxies,
      ProxySync.Complaints complaints,
      ConfigDumps dumps,
      ImmutableMap<String, Page> pages,
      DebugGate gate) {
    this.proxies = proxies;
    this.syncStatus = new SyncStatus(complaints);
    this.dumps = dumps;
    this.pages = pages;
    this.gate = gate;
  }

  private static ExecutorService threads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("inquiry-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public boolean cover(String typeUrl) {
    return typeUrl.equals(SYNC_STATUS) || typeUrl.equals(CONFIG_DUMP) || typeUrl.equals(PAGE);
  }

  @Override
  public void ask(Question question, Consumer<Reply> reply) {
    try {
      threads.execute(() -> reply.accept(answer(question)));
    } catch (RejectedExecutionException _) {
      reply.accept(refused(Status.UNAVAILABLE, "too many ask at once"));
    }
  }

  private Reply answer(Question question) {
    Optional<DebugGate.Sight> sight = question.caller().map(gate::of);
    if (sight.isEmpty()) {
      return refused(Status.UNAUTHENTICATED, "authentication required: ask over TLS, with a token");
    }
    try {
      return switch (question.typeUrl()) {
        case SYNC_STATUS -> syncStatus(visible(sight.get()));
        case CONFIG_DUMP -> configDump(question.names(), visible(sight.get()));
        default -> page(question.names(), sight.get());
      };
    } catch (IOException | RuntimeException e) {
      log.error("answering {} {} failed", question.typeUrl(), question.names(), e);
      return refused(Status.INTERNAL, "an internal error; see istiod's log");
    }
  }

  private static Predicate<ProxyConnection> visible(DebugGate.Sight sight) {
    return switch (sight) {
      case DebugGate.Sight.Everything() -> _ -> true;
      case DebugGate.Sight.Namespace(String name) -> proxy -> ProxyName.isIn(proxy, name);
      case DebugGate.Sight.Nothing _ -> _ -> false;
    };
  }

  private Reply syncStatus(Predicate<ProxyConnection> visible) {
    return new Reply.Found(
        proxies.connected().stream()
            .filter(visible)
            .map(syncStatus::message)
            .map(config -> new Named(config.getNode().getId(), Any.pack(config)))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Without the proxy, one resource whose content says so: istioctl looks for the words. */
  private Reply configDump(List<String> names, Predicate<ProxyConnection> visible) {
    if (names.size() != 1) {
      return refused(Status.INVALID_ARGUMENT, "one resource name is needed: that of a proxy");
    }
    return new Reply.Found(
        dumps
            .told(names.getFirst(), visible)
            .map(told -> ConfigDumps.sections(told, false))
            .orElseGet(() -> ImmutableList.of(text(ConfigDumpPage.ELSEWHERE)))
            .stream()
            .map(section -> new Named("", section))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Any text(String text) {
    return Any.newBuilder().setValue(ByteString.copyFromUtf8(text)).build();
  }

  private Reply page(List<String> names, DebugGate.Sight sight) throws IOException {
    if (names.size() != 1) {
      return refused(Status.INVALID_ARGUMENT, "exactly one debug page may be asked for");
    }
    String name = names.getFirst();
    List<String> parts = Splitter.on('?').limit(2).splitToList(name);
    Page page = pages.get("/debug/" + parts.getFirst());
    if (page == null) { // in the words that istioctl looks for
      return found(name, ByteString.copyFromUtf8("404 page not found\n"));
    }
    ImmutableMap<String, String> query = Query.parse(parts.size() < 2 ? "" : parts.get(1));
    return switch (sight) {
      case DebugGate.Sight.Everything() -> found(name, page.answer(query).body());
      case DebugGate.Sight.Namespace(String namespace) ->
          page instanceof NamespacedPage own
              ? found(name, own.answer(query, namespace).body())
              : refused(Status.PERMISSION_DENIED, "for callers of the system namespace only");
      case DebugGate.Sight.Nothing(_, String why) -> refused(Status.PERMISSION_DENIED, why);
    };
  }

  private static Reply found(String name, ByteString body) {
    return new Reply.Found(
        ImmutableList.of(
            new Named(name, Any.newBuilder().setTypeUrl(PAGE).setValue(body).build())));
  }

  private static Reply refused(Status status, String why) {
    return new Reply.Refused(status.withDescription(why));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

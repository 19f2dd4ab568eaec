package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.meltemi.istiod.debug.Page.Answer;
import io.meltemi.istiod.door.StrangerLimits;
import io.meltemi.istiod.door.WebAnswer;
import io.meltemi.istiod.door.WebDoor;
import io.meltemi.istiod.door.WebRequest;
import io.meltemi.istiod.door.WebSite;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages over HTTP: some for everybody, some for callers on this machine and for those whom a gate
 * lets see them. Only GET and HEAD.
 */
public final class HttpDoor implements AutoCloseable, WebSite {

  private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);

  private final ImmutableMap<String, Page> open;
  private final ImmutableMap<String, Page> local;
  private final DebugGate gate;
  private final WebDoor door;

  /**
   * Binds nothing yet.
   *
   * @param open path → page, for everybody; a {@link SharedAnswer} if making it costs something
   * @param local path → page, for callers on this machine
   * @param gate says what others may see of those
   */
  public HttpDoor(
      InetSocketAddress address,
      ImmutableMap<String, Page> open,
      ImmutableMap<String, Page> local,
      DebugGate gate) {
    this.open = open;
    this.local = local;
    this.gate = gate;
    this.door = new WebDoor(address, StrangerLimits.PAGES, this);
  }

  /** Listens from now on. */
  public void start() throws IOException {
    door.open();
  }

  /** The port that is listened on, also where a free one was asked for. */
  public int port() {
    return door.port();
  }

  @Override
  public int maxBody(String path) {
    return 0;
  }

  @Override
  public Optional<WebAnswer> quickly(WebRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Optional.of(WebAnswer.text(405, "only GET\n"));
    }
    Page page = open.get(request.path());
    if (page instanceof SharedAnswer shared) {
      return shared.fresh().map(HttpDoor::toWeb);
    }
    if (page != null) {
      return Optional.of(answered(page, request));
    }
    return local.containsKey(request.path())
        ? Optional.empty()
        : Optional.of(WebAnswer.text(404, "not found\n"));
  }

  private static WebAnswer toWeb(Answer answer) {
    return new WebAnswer(answer.status(), answer.type(), answer.body());
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    Page everybodys = open.get(request.path());
    if (everybodys != null) {
      return answered(everybodys, request);
    }
    Page page = local.get(request.path());
    if (page == null) {
      return WebAnswer.text(404, "not found\n");
    }
    return answered(isLocal(request) ? page : query -> guarded(request, page, query), request);
  }

  private static WebAnswer answered(Page page, WebRequest request) {
    try {
      return toWeb(page.answer(Query.parse(request.rawQuery())));
    } catch (IOException | RuntimeException e) {
      log.error("answering {} failed", request.path(), e);
      return WebAnswer.text(500, "an internal error; see istiod's log\n");
    }
  }

  private Answer guarded(WebRequest request, Page page, ImmutableMap<String, String> query)
      throws IOException {
    List<String> shown = request.header("authorization");
    return switch (gate.of(shown, String.valueOf(request.peer()))) {
      case DebugGate.Sight.Everything() -> page.answer(query);
      case DebugGate.Sight.Namespace(String name) ->
          page instanceof NamespacedPage own
              ? own.answer(query, name)
              : Answer.text(403, "for callers of the system namespace only\n");
      case DebugGate.Sight.Nothing(int status, String why) -> Answer.text(status, why + "\n");
    };
  }

  /**
   * By address, and by what the caller says it calls us: a web page that has its own name resolve
   * to a loopback address is not a caller on this machine.
   */
  private static boolean isLocal(WebRequest request) {
    if (!request.peer().getAddress().isLoopbackAddress()) {
      return false;
    }
    List<String> hosts = request.header("host");
    if (hosts.isEmpty()) {
      return true;
    }
    try {
      String name = HostAndPort.fromString(hosts.getFirst()).getHost();
      return hosts.size() == 1
          && (name.equals("localhost")
              || InetAddresses.isUriInetAddress(name)
              || InetAddresses.isInetAddress(name));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public void close() {
    door.close();
  }
}

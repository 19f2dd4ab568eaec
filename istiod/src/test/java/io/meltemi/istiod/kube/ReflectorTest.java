package io.meltemi.istiod.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corners of the protocol: what was known is lost only when the server says so. */
class ReflectorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Resource SERVICES =
      Resource.of("", "v1", "services", "Service", Keep.only("spec.type"));

  @TempDir Path temp;

  private final Told told = new Told();
  private ScriptedServer server;
  private KubernetesClient client;

  /** What the follower was told, in words. */
  private static final class Told implements ObjectFollower {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    @Override
    public void listBegins() {
      words.add("begins");
    }

    @Override
    public void listed(ApiObject object) {
      words.add("listed " + object.name());
    }

    @Override
    public void listEnds() {
      words.add("ends");
    }

    @Override
    public void changed(ApiObject object) {
      words.add("changed " + object.name());
    }

    @Override
    public void removed(ApiObject object) {
      words.add("removed " + object.name());
    }

    void expect(String... next) throws InterruptedException {
      for (String word : next) {
        assertThat(next()).isEqualTo(word);
      }
    }

    /** However many begin before. */
    void expectAnEnd() throws InterruptedException {
      String word = next();
      while ("begins".equals(word)) {
        word = next();
      }
      assertThat(word).isEqualTo("ends");
    }

    private @Nullable String next() throws InterruptedException {
      return words.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    client = KubeClients.connect(server.settings(temp));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private Reflector follow(ServedKinds kinds, Resource... versions) {
    Reflector reflector =
        new Reflector(
            new KubeApi(client), ImmutableList.copyOf(versions), new SharedText(), kinds, told);
    reflector.start();
    return reflector;
  }

  private static String list(String version, String next, String... names) {
    List<String> items = java.util.Arrays.stream(names).map(ReflectorTest::object).toList();
    return "{\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
        + version
        + "\",\"continue\":\""
        + next
        + "\"},\"items\":["
        + String.join(",", items)
        + "]}";
  }

  private static String object(String name) {
    return "{\"metadata\":{\"name\":\""
        + name
        + "\",\"namespace\":\"a\",\"resourceVersion\":\"7\","
        + "\"managedFields\":[{\"manager\":\"x\"}]},\"spec\":{\"type\":\"ClusterIP\"}}";
  }

  private static String event(String type, String name) {
    return "{\"type\":\"" + type + "\",\"object\":" + object(name) + "}\n";
  }

  private static String error(int code) {
    return "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":" + code + "}}\n";
  }

  @Test
  void pagesAreOneListing() throws Exception {
    server.then(200, list("5", "next page", "a")).then(200, list("5", "", "b"));
    try (Reflector _ = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "listed a", "listed b", "ends");
      assertThat(server.asked().get(1)).contains("continue=next+page");
    }
  }

  @Test
  void aListingThatExpiresHalfwayBeginsAnewAndEndsOnce() throws Exception {
    server
        .then(200, list("5", "more", "a"))
        .then(410, "{\"message\":\"expired\"}")
        .then(200, list("9", "", "a", "b"));
    try (Reflector _ = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "listed a", "begins", "listed a", "listed b", "ends");
    }
  }

  @Test
  void aListingThatBreaksOffDoesNotEnd() throws Exception {
    String whole = list("5", "", "a", "b");
    server.then(200, whole.substring(0, whole.length() - 60)).then(200, list("5", "", "a", "b"));
    try (Reflector _ = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "listed a", "begins", "listed a", "listed b", "ends");
    }
  }

  @Test
  void aWatchGoesOnFromItsBookmark() throws Exception {
    String bookmark =
        "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"42\"}}}\n";
    server
        .then(200, list("5", "", "a"))
        .then(200, event("ADDED", "b") + bookmark)
        .thenHang(event("DELETED", "a"));
    try (Reflector _ = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "listed a", "ends", "changed b", "removed a");
      assertThat(server.asked().get(1)).contains("resourceVersion=5");
      assertThat(server.asked().get(2)).contains("resourceVersion=42");
    }
  }

  @Test
  void aWatchWithBookmarksHangsWhenNoneComes() throws Exception {
    String bookmark =
        "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"42\"}}}\n";
    server.then(200, list("5", "")).thenHang(bookmark + event("ADDED", "b"));
    try (Reflector reflector = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "ends", "changed b");
      assertThat(reflector.patience()).isLessThan(Duration.ofMinutes(2));
    }
  }

  /** Where etcd does not tell of its progress, a kind that nobody writes has no bookmarks. */
  @Test
  void aWatchWithoutBookmarksMayBeSilentToItsEnd() throws Exception {
    server.then(200, list("5", "")).thenHang(event("ADDED", "b"));
    try (Reflector reflector = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "ends", "changed b");
      assertThat(reflector.patience()).isGreaterThan(Duration.ofMinutes(6));
    }
  }

  @Test
  void anExpiredWatchListsAgain() throws Exception {
    server
        .then(200, list("5", "", "a"))
        .thenHang(error(410))
        .then(200, list("50", "", "b"))
        .then(410, "{}")
        .then(200, list("60", "", "c"));
    try (Reflector _ = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "listed a", "ends");
      told.expect("begins", "listed b", "ends");
      told.expect("begins", "listed c", "ends");
    }
  }

  /** As when a right is taken away, or the server is not itself yet. */
  @Test
  void aListingThatIsRefusedDoesNotEnd() throws Exception {
    server
        .then(200, list("5", "", "a"))
        .then(410, "{}")
        .then(403, "{\"message\":\"you may not\"}")
        .then(200, list("50", "", "b"));
    try (Reflector _ = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "listed a", "ends");
      told.expect("begins", "begins", "listed b", "ends");
    }
  }

  @Test
  void refusalsChangeNothing() throws Exception {
    server
        .then(200, list("5", "", "a"))
        .then(403, "{\"message\":\"you may not\"}")
        .then(200, error(500))
        .thenHang(event("MODIFIED", "a"));
    try (Reflector _ = follow(ServedKinds.ALWAYS, SERVICES)) {
      told.expect("begins", "listed a", "ends", "changed a");
    }
  }

  @Test
  void aKindThatIsNotFoundIsNotGoneUntilThatIsCertain() throws Exception {
    Resource newer = Resource.of("x.io", "v2", "things", "Thing", Keep.ALL);
    Resource older = Resource.of("x.io", "v1", "things", "Thing", Keep.ALL);
    ServedKinds.Answer[] answer = {ServedKinds.Answer.SERVED};
    server
        .then(404, "{}") // v2
        .then(200, list("5", "", "a")) // v1
        .then(404, "{}"); // the watch
    for (int i = 0; i < 100; i++) {
      server.then(404, "{}");
    }
    try (Reflector reflector = follow(_ -> answer[0], newer, older)) {
      // A listing begins for each version that is tried; only one that ends takes anything away.
      told.expect("begins", "begins", "listed a", "ends");
      told.expect("begins", "begins", "begins", "begins");
      answer[0] = ServedKinds.Answer.NOT_SERVED;
      reflector.wake();
      told.expectAnEnd();
      awaitPhase(reflector, ReflectorStatus.Phase.ABSENT);
    }
  }

  /** It may look once more before it rests. */
  private static void awaitPhase(Reflector reflector, ReflectorStatus.Phase phase) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (reflector.status().phase() != phase) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}

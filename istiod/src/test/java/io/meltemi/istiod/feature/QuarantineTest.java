package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bad object changes only its own output, whatever else stands in its resource. */
final class QuarantineTest {

  /** Passes every check of ours; these clients refuse it. */
  private static final String BAD = "no proxy likes this";

  private static final String WORDS = "this is not liked";

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private RunningMesh mesh;

  @BeforeEach
  void start() {
    mesh = RunningMesh.in(temp);
    for (String name : List.of("a", "b", "c", "d")) {
      mesh.write(name + ".yaml", Yaml.service(name, "10.0.0.1"));
    }
    mesh.write("route-a.yaml", Yaml.timeout("a", "1s"));
    mesh.start();
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void laterChangesOfTheSameTableTakeEffect() {
    XdsClient proxy = picky("client", "10.0.9.9");
    mesh.write("route-b.yaml", Yaml.header("b", BAD));
    mesh.awaitDiagnostic(WORDS);
    assertThat(blamed()).containsExactly("VirtualService default/b");

    mesh.write("route-c.yaml", Yaml.header("c", "good"));
    proxy.await("the good rule", () -> route(proxy).contains("good"));
    mesh.write("route-a.yaml", Yaml.header("a", "changed"));
    proxy.await("a changed rule", () -> route(proxy).contains("changed"));
    assertThat(route(proxy)).doesNotContain(BAD);
    assertThat(blamed()).containsExactly("VirtualService default/b");
  }

  @Test
  void proxyThatIsToldTheStateOfTheWorldIsProtectedToo() {
    try (XdsClient proxy =
        XdsClient.stateOfTheWorld(
            "127.0.0.1:" + mesh.server().grpcPort(),
            TestNodes.sidecar("default", "client", "10.0.9.9"))) {
      proxy.refuseText(XdsType.ROUTE, BAD, WORDS);
      proxy.sync();
      mesh.write("route-b.yaml", Yaml.header("b", BAD));
      mesh.awaitDiagnostic(WORDS);
      assertThat(blamed()).containsExactly("VirtualService default/b");
      mesh.write("route-c.yaml", Yaml.header("c", "good"));
      proxy.await("the good rule", () -> route(proxy).contains("good"));
    }
  }

  @Test
  void changedRuleKeepsItsLastGoodVersionAndAMendedOneTakesEffect() {
    XdsClient proxy = picky("client", "10.0.9.9");
    mesh.write("route-b.yaml", Yaml.header("b", "first"));
    proxy.await("the first version", () -> route(proxy).contains("first"));
    mesh.write("route-b.yaml", Yaml.header("b", BAD));
    mesh.awaitDiagnostic("last good version");
    mesh.write("route-c.yaml", Yaml.header("c", "good"));
    proxy.await("the good rule", () -> route(proxy).contains("good"));
    assertThat(route(proxy)).contains("first");

    mesh.write("route-b.yaml", Yaml.header("b", "mended"));
    proxy.await("the mended rule", () -> route(proxy).contains("mended"));
    mesh.await("no blame", () -> blamed().isEmpty());
    assertThat(route(proxy)).contains("good");
  }

  @Test
  void ruleThatIsDeletedLeavesQuarantine() {
    XdsClient proxy = picky("client", "10.0.9.9");
    mesh.write("route-b.yaml", Yaml.header("b", BAD));
    mesh.awaitDiagnostic(WORDS);
    mesh.delete("route-b.yaml");
    mesh.await("no blame", () -> blamed().isEmpty());
    mesh.write("route-c.yaml", Yaml.header("c", "good"));
    proxy.await("the good rule", () -> route(proxy).contains("good"));
  }

  @Test
  void theGuiltyAreFoundAmongManyThatChangedAtOnce() {
    XdsClient proxy = picky("client", "10.0.9.9");
    // In place of the rule for a, so that all of it is one change.
    mesh.write(
        "route-a.yaml",
        String.join(
            "---\n",
            Yaml.header("b", "good-b"),
            Yaml.header("c", BAD),
            Yaml.header("d", "good-d"),
            Yaml.header("a", BAD).replace("name: a", "name: z")));
    mesh.await("the blame", () -> blamed().size() == 2);
    assertThat(blamed()).containsExactly("VirtualService default/c", "VirtualService default/z");
    proxy.await(
        "b and d", () -> route(proxy).contains("good-b") && route(proxy).contains("good-d"));
  }

  /** Nothing is known of what was accepted before: all of the table is suspected. */
  @Test
  void theGuiltyAreFoundAfterAColdStart() {
    mesh.write("route-b.yaml", Yaml.header("b", "good-b"));
    mesh.write("route-c.yaml", Yaml.header("c", BAD));
    mesh.write("route-d.yaml", Yaml.header("d", "good-d"));
    mesh.await("the rules", () -> mesh.server().loop().model().virtualServices().all().size() == 4);
    XdsClient proxy = picky("client", "10.0.9.9");
    mesh.awaitDiagnostic(WORDS);
    assertThat(blamed()).containsExactly("VirtualService default/c");
    proxy.await(
        "b and d", () -> route(proxy).contains("good-b") && route(proxy).contains("good-d"));
  }

  @Test
  void everyProxyIsProtectedAndTheObjectIsNamedOnce() {
    List<XdsClient> proxies =
        List.of(picky("one", "10.0.9.1"), picky("two", "10.0.9.2"), picky("three", "10.0.9.3"));
    mesh.write("route-b.yaml", Yaml.header("b", BAD));
    mesh.write("route-c.yaml", Yaml.header("c", "good"));
    proxies.forEach(proxy -> proxy.await("the good rule", () -> route(proxy).contains("good")));
    mesh.awaitDiagnostic(WORDS);
    assertThat(blamed()).containsExactly("VirtualService default/b");
  }

  @Test
  void proxyThatRefusesEverythingHarmsItselfOnly() {
    // a rule that stands in two tables
    mesh.write(
        "b.yaml",
        Yaml.service("b", "10.0.0.1")
            .replace(
                "  endpoints:", "  - {number: 81, name: http-b, protocol: HTTP}\n  endpoints:"));
    mesh.await(
        "two ports",
        () ->
            mesh.server().loop().model().services().all().stream()
                .anyMatch(it -> it.ports().size() > 1));
    XdsClient healthy = mesh.sidecar("client", "10.0.9.9");
    XdsClient hostile = mesh.sidecar("client", "10.0.9.9");
    for (XdsType type : List.of(XdsType.ROUTE, XdsType.LISTENER, XdsType.CLUSTER)) {
      hostile.refuseAll(type, "no");
    }
    mesh.write("route-b.yaml", Yaml.header("b", "good-b"));
    healthy.await("b", () -> route(healthy).contains("good-b"));
    mesh.await("the blame", () -> !blamed().isEmpty());
    mesh.write("route-c.yaml", Yaml.header("c", "good-c"));
    healthy.await("c", () -> route(healthy).contains("good-c"));
    assertThat(route(healthy)).contains("good-b");
    assertThat(settles(hostile)).as("no loop of resending").isTrue();
    hostile.close();
    mesh.await("no blame", () -> blamed().isEmpty());
  }

  /** Whether no more responses come at last while the mesh is busy elsewhere. */
  private boolean settles(XdsClient proxy) {
    for (int i = 0; i < 30; i++) {
      int before = proxy.responses().size();
      try (XdsClient other = mesh.unsynced("other", "10.0.9.8")) {
        other.sync();
      }
      if (proxy.responses().size() == before) {
        return true;
      }
    }
    return false;
  }

  private XdsClient picky(String name, String ip) {
    XdsClient proxy = mesh.unsynced(name, ip);
    proxy.refuseText(XdsType.ROUTE, BAD, WORDS);
    return proxy.sync();
  }

  private List<String> blamed() {
    Predicate<Diagnostic> refused = it -> it.code() == DiagnosticCode.REJECTED_BY_PROXY;
    return mesh.server().reports().all().stream()
        .filter(refused)
        .map(it -> it.object().toString())
        .toList();
  }

  private static String route(XdsClient proxy) {
    Any came = proxy.resources(XdsType.ROUTE).get("80");
    return came == null ? "" : came.getValue().toStringUtf8();
  }
}

package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths and hosts that are meant to get past a policy, under every way of normalising paths. What
 * the application sees is written down with what the policy decided.
 */
final class HostilePathsTest {

  private static final String NO_ADMIN =
      PolicyMesh.policyYaml(
          "no-admin", "action: DENY\nrules: [{to: [{operation: {paths: [/admin*]}}]}]");

  /** By Istio's names. */
  enum Mode {
    NONE(1),
    BASE(2),
    MERGE_SLASHES(3),
    DECODE_AND_MERGE_SLASHES(4);

    /** Of the table. */
    private final int column;

    Mode(int column) {
      this.column = column;
    }
  }

  /** target | NONE | BASE | MERGE_SLASHES | DECODE_AND_MERGE_SLASHES: refused, or what is seen. */
  private static final List<String> TABLE =
      List.of(
          "/admin                  | 403 | 403 | 403 | 403",
          "/admin/                 | 403 | 403 | 403 | 403",
          "/admin?x=1              | 403 | 403 | 403 | 403",
          "/admin;x=1              | 403 | 403 | 403 | 403",
          "http://web.test/admin   | 403 | 403 | 403 | 403",
          "//admin                 | //admin | //admin | 403 | 403",
          "///admin                | ///admin | ///admin | 403 | 403",
          "/./admin                | /./admin | 403 | 403 | 403",
          "/x/../admin             | /x/../admin | 403 | 403 | 403",
          "/..//admin              | /..//admin | //admin | 403 | 403",
          "/%61dmin                | /%61dmin | 403 | 403 | 403",
          "/%2fadmin               | /%2fadmin | /%2fadmin | /%2fadmin | 403",
          "/%2Fadmin               | /%2Fadmin | /%2Fadmin | /%2Fadmin | 403",
          "/%5cadmin               | /%5cadmin | /%5cadmin | /%5cadmin | 403",
          "/x/..%2fadmin           | /x/..%2fadmin | /x/..%2fadmin | /x/..%2fadmin | 403",
          "/\\admin                | /\\admin | //admin | 403 | 403",
          "/x/%2e%2e/admin         | /x/%2e%2e/admin | 403 | 403 | 403",
          "/public#/admin          | 400 | 400 | 400 | 400",
          "/admin#x                | 400 | 400 | 400 | 400",
          "/public?/../admin       | /public?/../admin | /public?/../admin | /public?/../admin | /public?/../admin",
          "/public%00/../admin     | /public%00/../admin | 400 | 400 | 400",
          "/ADMIN                  | /ADMIN | /ADMIN | /ADMIN | /ADMIN",
          "/public                 | /public | /public | /public | /public");

  private final PolicyMesh mesh = PolicyMesh.shared();

  HostilePathsTest() throws Exception {}

  @ParameterizedTest
  @EnumSource(Mode.class)
  void pathsAreDecidedAsTheyWillBeSeen(Mode mode) throws Exception {
    mesh.normalize(mode.name());
    mesh.apply(NO_ADMIN);
    List<String> actual = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String row : TABLE) {
      List<String> cells = Splitter.on('|').trimResults().splitToList(row);
      String target = cells.get(0);
      expected.add(target + " -> " + cells.get(mode.column));
      RawHttp.Answer answer = mesh.http(RawHttp.get(target));
      actual.add(
          target + " -> " + (answer.arrived() ? target(answer) : String.valueOf(answer.status())));
    }
    mesh.normalize("BASE");
    assertThat(actual).containsExactlyElementsOf(expected);
  }

  /** With the strictest mode no spelling of the path reaches an application that decodes it. */
  @ParameterizedTest
  @CsvSource({
    "/admin", "//admin", "/%2fadmin", "/%2F%2fadmin", "/x/%2e%2e%2fadmin", "/x%5c..%5cadmin",
    "/.%2fadmin", "/%2e/admin", "/a//..//admin", "/a/b/../../admin", "/%5c%5cadmin",
        "/..%2f..%2fadmin"
  })
  void strictestModeLetsNoSpellingThrough(String target) throws Exception {
    mesh.normalize("DECODE_AND_MERGE_SLASHES");
    mesh.apply(NO_ADMIN);
    RawHttp.Answer answer = mesh.http(RawHttp.get(target));
    mesh.normalize("BASE");
    if (answer.arrived()) {
      assertThat(decoded(target(answer))).doesNotStartWith("/admin");
    } else {
      assertThat(answer.status()).isIn(400, 403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DEFAULT"})
  void pathsAreNormalisedUnlessMeshConfigSaysOtherwise(String mode) throws Exception {
    mesh.normalize(mode);
    mesh.apply(NO_ADMIN);
    int status = mesh.http(RawHttp.get("/x/../admin")).status();
    mesh.normalize("BASE");
    assertThat(status).isEqualTo(403);
  }

  private static String target(RawHttp.Answer answer) {
    String[] words = answer.seen().split(" ", -1);
    return words.length < 2 ? answer.seen() : words[1];
  }

  /** As a careless application would read it. */
  private static String decoded(String target) {
    String path =
        target
            .toLowerCase(Locale.ROOT)
            .replace("%2f", "/")
            .replace("%5c", "/")
            .replace("%2e", ".")
            .replace('\\', '/')
            .replaceAll("/+", "/");
    return java.net.URI.create(path).normalize().getPath();
  }

  @ParameterizedTest
  @CsvSource({
    "admin.test, 403",
    "ADMIN.test, 403",
    "Admin.Test, 403",
    "admin.test., 403",
    "admin.test:80, 403",
    "ADMIN.TEST.:9080, 403",
    "admin.test:, 403",
    "web.test, 200",
    "notadmin.test, 200",
  })
  void hostsAreTheSameHoweverTheyAreSpelt(String host, int status) throws Exception {
    mesh.policy("action: DENY\nrules: [{to: [{operation: {hosts: [admin.test]}}]}]");
    decided(RawHttp.get("/").host(host), status);
    // The request line's authority counts, and not the header's.
    decided(RawHttp.get("http://" + host + "/").host("web.test"), status);
  }

  @ParameterizedTest
  @CsvSource({
    "www.admin.test, 403",
    "WWW.Admin.Test, 403",
    "www.admin.test., 403",
    "www.admin.test:80, 403",
    "www.admin.test.:80, 403",
    "www.admin.test.evil, 200",
    "admin.test, 200",
  })
  void endingsOfHostsAreTheSameHoweverTheyAreSpelt(String host, int status) throws Exception {
    mesh.policy("action: DENY\nrules: [{to: [{operation: {hosts: ['*.admin.test']}}]}]");
    decided(RawHttp.get("/").host(host), status);
  }

  /** What Envoy takes for no authority at all (400) has not arrived either. */
  private void decided(RawHttp request, int status) throws Exception {
    int actual = mesh.http(request).status();
    assertThat(actual).as("%s", request).isIn(status, status == 403 ? 400 : status);
  }

  @ParameterizedTest
  @CsvSource({"web.test, admin.test", "admin.test, web.test"})
  void twoHostsAreNone(String first, String second) throws Exception {
    mesh.policy("action: DENY\nrules: [{to: [{operation: {hosts: [admin.test]}}]}]");
    RawHttp.Answer answer = mesh.http(RawHttp.get("/").host(first).with("host", second));
    assertThat(answer.arrived()).isFalse();
  }

  /** The one that is allowed may look like the beginning of both. */
  @ParameterizedTest
  @CsvSource({"web.test:80, admin.test", "web.test.:80, admin.test", "admin.test, web.test"})
  void twoHostsAreAllowedByNone(String first, String second) throws Exception {
    mesh.policy("rules: [{to: [{operation: {hosts: [web.test]}}]}]");
    RawHttp.Answer answer = mesh.http(RawHttp.get("/").host(first).with("host", second));
    assertThat(answer.arrived()).isFalse();
  }
}

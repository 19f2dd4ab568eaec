package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.DemoProcess;
import io.meltemi.it.mesh.Load;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * All of Bookinfo, STRICT, lives on short certificates while it is read.
 *
 * <p>Certificates of 60 s that are renewed at their half are renewed 120 times an hour. So that
 * nobody waits for an hour, these live 10 s and are renewed when 19 twentieths of that are left:
 * 120 times in a minute, and no certificate of the beginning is good for long.
 */
final class BookinfoCertificatesTest {

  private static final int RENEWALS_OF_AN_HOUR = 120;
  private static final Duration LIFE = Duration.ofSeconds(10);
  private static final ImmutableMap<String, String> SHORT =
      ImmutableMap.of("SECRET_TTL", "10s", "SECRET_GRACE_PERIOD_RATIO", "0.95");

  private static final Call PAGE =
      Call.get("bookinfo.example", "/productpage").header("connection", "close");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Below the page, every request is a connection, and so a handshake, of its own. */
  private static final String ONE_REQUEST_EACH =
      "\n  trafficPolicy: {connectionPool: {http: {maxRequestsPerConnection: 1}}}";

  @Test
  void anHoursRenewalsFailNoPage() throws Throwable {
    try (DemoProcess demo = DemoProcess.start(SHORT)) {
      ImmutableMap<String, EnvoyAdmin> envoys = demo.envoys();
      assertThat(envoys).hasSizeGreaterThan(7);
      oneRequestForEachConnection(demo);
      double issuedBefore = demo.counted("meltemi_workload_certs_issued");
      ImmutableMap<String, Long> before = renewals(envoys);
      ImmutableMap<String, Long> troubleBefore = troubles(envoys);
      try (Load readers = Load.on(demo.gateway(), PAGE, BookinfoCertificatesTest::isWhole)) {
        Await.until(
            "an hour's renewals of every proxy",
            Duration.ofMinutes(5),
            () -> haveAllRenewed(envoys, before));
        assertThat(readers.failures()).isEmpty();
        assertThat(readers.succeeded()).isGreaterThan(RENEWALS_OF_AN_HOUR);
      }
      // The page is a moment old.
      Await.untilAsserted(
          () ->
              assertThat(demo.counted("meltemi_workload_certs_issued") - issuedBefore)
                  .isGreaterThanOrEqualTo((double) RENEWALS_OF_AN_HOUR * envoys.size()));
      assertThat(troubles(envoys)).isEqualTo(troubleBefore);
      for (Map.Entry<String, EnvoyAdmin> envoy : envoys.entrySet()) {
        assertLifeIsShort(envoy.getKey(), envoy.getValue());
      }
      assertThat(connections(envoys)).isGreaterThan(2L * RENEWALS_OF_AN_HOUR);
    }
  }

  private static void oneRequestForEachConnection(DemoProcess demo) throws Exception {
    Path rules = demo.mesh().resolve("destination-rule-all.yaml");
    String text =
        Files.readString(rules).replaceAll("(?m)^(  host: \\S+)$", "$1" + ONE_REQUEST_EACH);
    Path next = Files.writeString(demo.mesh().resolve(".rules.new"), text);
    Files.move(next, rules, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    for (EnvoyAdmin envoy : demo.envoys().values()) {
      Await.until(
          "one request for each connection",
          () -> envoy.get("/config_dump").contains("max_requests_per_connection"));
    }
  }

  /** The page answers 200 also when what it calls fails; then it says so. */
  private static boolean isWhole(Answer page) {
    return page.status() == 200
        && page.body().contains("PublisherA")
        && page.body().contains("id=\"reviews-pod\"")
        && !page.body().contains("unavailable")
        && !page.body().contains("Error fetching");
  }

  private static ImmutableMap<String, Long> renewals(ImmutableMap<String, EnvoyAdmin> envoys)
      throws Exception {
    ImmutableMap.Builder<String, Long> all = ImmutableMap.builder();
    for (Map.Entry<String, EnvoyAdmin> envoy : envoys.entrySet()) {
      all.put(envoy.getKey(), renewals(envoy.getValue()));
    }
    return all.buildOrThrow();
  }

  /** How often it has taken a new certificate. */
  private static long renewals(EnvoyAdmin envoy) throws Exception {
    return envoy.stats("ssl_context_update_by_sds$").values().stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  private static boolean haveAllRenewed(
      ImmutableMap<String, EnvoyAdmin> envoys, ImmutableMap<String, Long> before) throws Exception {
    for (Map.Entry<String, EnvoyAdmin> envoy : envoys.entrySet()) {
      long since = renewals(envoy.getValue()) - before.getOrDefault(envoy.getKey(), 0L);
      if (since < RENEWALS_OF_AN_HOUR) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whatever went wrong, also what a second try has covered up; a mesh that starts has some of it.
   */
  private static ImmutableMap<String, Long> troubles(ImmutableMap<String, EnvoyAdmin> envoys)
      throws Exception {
    String kinds =
        "^(cluster|listener)\\..*(ssl\\.connection_error|ssl\\.fail_verify_(error|no_cert|san)"
            + "|upstream_cx_connect_fail|upstream_rq_5xx|upstream_rq_retry|update_rejected)$";
    ImmutableMap.Builder<String, Long> all = ImmutableMap.builder();
    for (Map.Entry<String, EnvoyAdmin> envoy : envoys.entrySet()) {
      for (Map.Entry<String, Long> stat : envoy.getValue().stats(kinds).entrySet()) {
        if (stat.getValue() != 0) {
          all.put(envoy.getKey() + ": " + stat.getKey(), stat.getValue());
        }
      }
    }
    return all.buildOrThrow();
  }

  private static void assertLifeIsShort(String who, EnvoyAdmin envoy) throws Exception {
    boolean seen = false;
    for (JsonNode each : JSON.readTree(envoy.get("/certs")).path("certificates")) {
      for (JsonNode certificate : each.path("cert_chain")) {
        Instant end = Instant.parse(certificate.path("expiration_time").asText());
        assertThat(end).as(who).isBefore(Instant.now().plus(LIFE).plusSeconds(1));
        seen = true;
      }
    }
    assertThat(seen).as(who).isTrue();
  }

  /** Handshakes between proxies, counted by those who begin them. */
  private static long connections(ImmutableMap<String, EnvoyAdmin> envoys) throws Exception {
    long all = 0;
    for (EnvoyAdmin envoy : envoys.values()) {
      all +=
          envoy.stats("^cluster\\.outbound.*ssl\\.handshake$").values().stream()
              .mapToLong(Long::longValue)
              .sum();
    }
    return all;
  }
}

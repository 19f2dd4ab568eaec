package io.meltemi.istiod.demo;

import com.google.common.net.HostAndPort;
import io.meltemi.istiod.demo.Step.Look;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** Looks at who is let in where, and who is not. */
final class PolicyLooks {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private PolicyLooks() {}

  /** Signing in is a POST. */
  static Look signingIn(int wanted) {
    return stage -> {
      int seen = stage.site().signInStatus("jason");
      return Verdict.of(seen == wanted, "POST /login answers " + seen);
    };
  }

  /** The page for who shows alice's token. */
  static Look withAlicesToken(int wanted) {
    return stage -> {
      String token = Files.readString(stage.policies().resolve("alice.jwt")).strip();
      return seen(stage, token, wanted);
    };
  }

  /** The same token, with its end cut off. */
  static Look withABrokenToken(int wanted) {
    return stage -> {
      String token = Files.readString(stage.policies().resolve("alice.jwt")).strip();
      return seen(stage, token.substring(0, token.length() - 8) + "AAAAAAAA", wanted);
    };
  }

  private static Verdict seen(Step.Stage stage, String token, int wanted)
      throws java.io.IOException, InterruptedException {
    int seen = stage.site().status("/productpage", token);
    return Verdict.of(seen == wanted, "the page answers " + seen);
  }

  /** What one app is answered that calls another through its own Envoy. */
  static Look call(String from, String url, int wanted) {
    return stage -> {
      HostAndPort own =
          stage.workloads().stream()
              .filter(each -> each.name().equals(from))
              .map(each -> each.environment().getOrDefault("http_proxy", ""))
              .map(proxy -> HostAndPort.fromString(proxy.substring("http://".length())))
              .findFirst()
              .orElseThrow();
      ProxySelector through = ProxySelector.of(new InetSocketAddress(own.getHost(), own.getPort()));
      try (HttpClient client = HttpClient.newBuilder().proxy(through).build()) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        int seen = client.send(request, BodyHandlers.discarding()).statusCode();
        return Verdict.of(seen == wanted, from + " is answered " + seen);
      }
    };
  }
}

package io.meltemi.istiod.demo;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.meltemi.istiod.demo.Step.Look;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Looks at who calls whom: what the apps were told of their callers, and who is turned away. */
final class IdentityLooks {

  private static final Splitter PARTS = Splitter.on(';');
  private static final String XFCC = "xfcc=";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String GATEWAY =
      "spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway";
  private static final String PAGE = "spiffe://cluster.local/ns/default/sa/bookinfo-productpage";
  private static final String REVIEWS = "spiffe://cluster.local/ns/default/sa/bookinfo-reviews";

  /** Who calls an app, by its label {@code app}. */
  private static final ImmutableMap<String, String> CALLERS =
      ImmutableMap.of(
          "productpage", GATEWAY,
          "details", PAGE,
          "details-v2", PAGE,
          "reviews", PAGE,
          "ratings", REVIEWS);

  private IdentityLooks() {}

  /** Every request that any app has logged names the right caller and the right callee. */
  static Look everyCallerIsNamed() {
    return stage -> {
      int seen = 0;
      for (DemoWorkload workload : stage.workloads()) {
        String caller = CALLERS.get(workload.labels().getOrDefault("app", ""));
        if (caller == null || workload.app().isEmpty()) {
          continue;
        }
        for (String xfcc : stage.logs().values(workload.name(), XFCC, XFCC)) {
          List<String> parts = PARTS.splitToList(xfcc);
          if (!parts.contains("By=" + workload.identity()) || !parts.contains("URI=" + caller)) {
            return new Verdict.Failed(workload.name() + " was told " + xfcc);
          }
          seen++;
        }
      }
      return Verdict.of(seen > 0, seen + " requests, each with its caller's identity");
    };
  }

  /** Whoever calls a sidecar without a certificate is cut off, and no app hears of it. */
  static Look plaintextIsRefusedEverywhere() {
    return stage -> {
      int refused = 0;
      for (DemoWorkload workload : stage.workloads()) {
        if (workload.proxy() == DemoProxyKind.SIDECAR) {
          HostAndPort sidecar = HostAndPort.fromParts(workload.address(), 9080);
          try {
            return new Verdict.Failed(sidecar + " answers " + status(sidecar));
          } catch (IOException _) {
            refused++;
          }
        }
      }
      return Verdict.of(refused > 0, refused + " sidecars hang up");
    };
  }

  private static int status(HostAndPort sidecar) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + sidecar + "/health"))
              .timeout(PATIENCE)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /** istiod's own page names each proxy's identity. */
  static Look istiodKnowsEveryProxy() {
    return stage -> {
      URI page = URI.create(DemoIstiod.debugUrl() + "/connections");
      try (HttpClient client = HttpClient.newHttpClient()) {
        String body =
            client
                .send(
                    HttpRequest.newBuilder(page).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body();
        long proxies =
            stage.workloads().stream().filter(each -> each.proxy() != DemoProxyKind.NONE).count();
        for (DemoWorkload workload : stage.workloads()) {
          if (workload.proxy() != DemoProxyKind.NONE
              && !body.contains("\"" + workload.identity() + "\"")) {
            return new Verdict.Failed(workload.identity() + " is not on " + page);
          }
        }
        return new Verdict.Ok("the identities of " + proxies + " proxies");
      }
    };
  }
}

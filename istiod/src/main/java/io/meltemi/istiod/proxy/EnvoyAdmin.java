package io.meltemi.istiod.proxy;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The admin pages of one Envoy. */
public record EnvoyAdmin(HostAndPort address) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** {@code http://127.0.0.1:15000}. */
  public String url() {
    return "http://" + address;
  }

  /** Whether Envoy has its first configuration and serves. */
  public boolean isLive() throws InterruptedException {
    try {
      HttpResponse<String> answer = send(request("/ready").build());
      return answer.statusCode() == 200;
    } catch (ConnectException _) {
      return false; // not listening yet
    } catch (IOException _) {
      return false; // going away
    }
  }

  /** The body of a page. */
  public String get(String path) throws IOException, InterruptedException {
    return body(path, send(request(path).build()));
  }

  /** For what changes something: {@code /logging?level=debug}, {@code /reset_counters}. */
  public String post(String path) throws IOException, InterruptedException {
    return body(path, send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build()));
  }

  /** Counters and gauges whose names match a regular expression. */
  public ImmutableSortedMap<String, Long> stats(String regex)
      throws IOException, InterruptedException {
    String filter = URLEncoder.encode(regex, StandardCharsets.UTF_8);
    String text = get("/stats?type=Counters&filter=" + filter);
    String gauges = get("/stats?type=Gauges&filter=" + filter);
    ImmutableSortedMap.Builder<String, Long> all = ImmutableSortedMap.naturalOrder();
    for (String line : Splitter.on('\n').omitEmptyStrings().split(text + "\n" + gauges)) {
      int colon = line.lastIndexOf(": ");
      all.put(line.substring(0, colon), Long.parseLong(line.substring(colon + 2)));
    }
    return all.buildOrThrow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static String body(String path, HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}

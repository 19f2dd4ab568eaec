package io.meltemi.istiod.cli;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a running istiod says on its monitoring port. */
final class MonitoringPage {

  static final int PORT = 15014;
  static final String DEFAULT_ADDRESS = "127.0.0.1:" + PORT;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private MonitoringPage() {}

  static HttpResponse<String> ask(HostAndPort address, String method, String path) {
    String absolute = path.startsWith("/") ? path : "/" + path;
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      URI uri = URI.create("http://" + address + absolute);
      return http.send(
          HttpRequest.newBuilder(uri)
              .method(method, BodyPublishers.noBody())
              .timeout(PATIENCE)
              .build(),
          BodyHandlers.ofString());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          method + " " + path + " is no request that can be made: " + e.getMessage());
    } catch (IOException e) {
      throw new CommandFailure("no istiod answers at " + address + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted");
    }
  }

  /** A page that must be there. */
  static String get(HostAndPort address, String path) {
    HttpResponse<String> answer = ask(address, "GET", path);
    if (answer.statusCode() != 200) {
      throw new CommandFailure(
          address + " answers " + path + " with " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}

package io.meltemi.it.mesh;

import com.google.common.collect.ImmutableMultiset;
import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Somebody who calls through one Envoy's listener. Needs the JVM's leave to set Host (the pom). */
public final class MeshClient {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final HostAndPort listener;

  public MeshClient(HostAndPort listener) {
    this.listener = listener;
  }

  public Answer get(String authority, String target) throws IOException, InterruptedException {
    return call(Call.get(authority, target));
  }

  public Answer call(Call call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + listener + call.target()))
            .timeout(PATIENCE)
            .method(call.method(), BodyPublishers.noBody())
            .setHeader("host", call.authority());
    call.headers().forEach(request::header);
    long start = System.nanoTime();
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(),
        answer.headers(),
        answer.body(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** Which backends answer how many of so many calls; {@code status NNN} where none did. */
  public ImmutableMultiset<String> backends(Call call, int times)
      throws IOException, InterruptedException {
    ImmutableMultiset.Builder<String> seen = ImmutableMultiset.builder();
    for (int i = 0; i < times; i++) {
      Answer answer = call(call);
      seen.add(answer.backend().isEmpty() ? "status " + answer.status() : answer.backend());
    }
    return seen.build();
  }
}

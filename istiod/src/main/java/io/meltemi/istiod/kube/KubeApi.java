package io.meltemi.istiod.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of the API server as they come in, so that a list of twenty thousand Pods is never
 * in memory as one text. Authentication and TLS are the client's.
 */
public final class KubeApi {

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int EXPLANATION = 8192;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(200).maxDocumentLength(-1).build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http;
  private final String server;

  public KubeApi(KubernetesClient client) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** The JSON at that path, which may go on for as long as the server wishes. */
  JsonParser get(String path, Line line) throws IOException, KubeRefusal {
    CompletableFuture<HttpResponse<InputStream>> asked =
        http.sendAsync(
            http.newHttpRequestBuilder()
                .uri(server + path)
                .header("Accept", "application/json")
                .forStreaming()
                .build(),
            InputStream.class);
    HttpResponse<InputStream> answer = await(asked);
    if (!answer.isSuccessful()) {
      throw new KubeRefusal(answer.code(), explanation(answer));
    }
    return JSON.createParser(line.answered(answer.body()));
  }

  /** Changes an object by a list of operations, RFC 6902. */
  public void patch(String path, String operations) throws IOException, KubeRefusal {
    HttpResponse<InputStream> answer =
        await(
            http.sendAsync(
                http.newHttpRequestBuilder()
                    .uri(server + path)
                    .header("Accept", "application/json")
                    .method("PATCH", "application/json-patch+json", operations)
                    .build(),
                InputStream.class));
    if (!answer.isSuccessful()) {
      throw new KubeRefusal(answer.code(), explanation(answer));
    }
    answer.body().close();
  }

  private static HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> asked)
      throws IOException {
    try {
      return asked.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      abandon(asked);
      throw new IOException("no answer within " + ANSWER.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      abandon(asked);
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  /** An answer that comes too late must not keep its connection. */
  private static void abandon(CompletableFuture<HttpResponse<InputStream>> asked) {
    var _ =
        asked.whenComplete(
            (late, _) -> {
              if (late != null) {
                try {
                  late.body().close();
                } catch (IOException _) {
                  // It is of no interest any more.
                }
              }
            });
    asked.cancel(true);
  }

  private static String explanation(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      String text = new String(body.readNBytes(EXPLANATION), StandardCharsets.UTF_8);
      return message(text);
    }
  }

  /** The message of a {@code Status}, or the text as it is. */
  private static String message(String text) {
    try {
      @Nullable JsonNode node = MAPPER.readTree(text);
      String message = node == null ? "" : node.path("message").asText("");
      return message.isEmpty() ? text.strip() : message;
    } catch (JsonProcessingException _) {
      return text.strip();
    }
  }
}

package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableMultiset;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bookinfo as its readers use it, through the gateway. */
final class BookSite {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Pattern POD_NAME = Pattern.compile("\"podname\": ?\"([^\"]*)\"");
  private static final int READERS = 4;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final String url;

  BookSite(int port) {
    this.url = "http://127.0.0.1:" + port;
  }

  String pageUrl() {
    return url + "/productpage";
  }

  /** The page for somebody who is not signed in. */
  BookPage page() throws IOException, InterruptedException {
    return page("");
  }

  /**
   * The page for who holds a cookie.
   *
   * @param cookie from {@link #signIn}; empty: nobody
   */
  BookPage page(String cookie) throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/productpage");
    if (!cookie.isEmpty()) {
      request.header("cookie", cookie);
    }
    long start = System.nanoTime();
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    return new BookPage(
        answer.statusCode(), answer.body(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** The cookie that makes its bearer this user. */
  String signIn(String user) throws IOException, InterruptedException {
    HttpRequest login =
        request("/login")
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("username=" + user + "&passwd=any"))
            .build();
    HttpResponse<String> answer = client.send(login, BodyHandlers.ofString());
    String cookie =
        answer
            .headers()
            .firstValue("set-cookie")
            .orElseThrow(
                () ->
                    new IOException("signing in answered " + answer.statusCode() + ", no cookie"));
    return cookie.substring(0, cookie.indexOf(';'));
  }

  /** What a request with this bearer token is answered. */
  int status(String path, String token) throws IOException, InterruptedException {
    HttpRequest request = request(path).header("authorization", "Bearer " + token).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** What somebody who wants to sign in is answered. */
  int signInStatus(String user) throws IOException, InterruptedException {
    HttpRequest login =
        request("/login").POST(HttpRequest.BodyPublishers.ofString("username=" + user)).build();
    return client.send(login, BodyHandlers.discarding()).statusCode();
  }

  int status(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.discarding()).statusCode();
  }

  /** Which versions answer how many of so many calls; what fails counts as {@code status NNN}. */
  ImmutableMultiset<String> versions(int calls) throws IOException, InterruptedException {
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      Callable<String> ask = this::version;
      for (int call = 0; call < calls; call++) {
        answers.add(readers.submit(ask));
      }
    }
    ImmutableMultiset.Builder<String> seen = ImmutableMultiset.builder();
    for (Future<String> answer : answers) {
      try {
        seen.add(answer.get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    return seen.build();
  }

  private String version() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request("/api/v1/products/0/reviews").build(), BodyHandlers.ofString());
    Matcher pod = POD_NAME.matcher(answer.body());
    return answer.statusCode() == 200 && pod.find()
        ? pod.group(1)
        : "status " + answer.statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
  }
}

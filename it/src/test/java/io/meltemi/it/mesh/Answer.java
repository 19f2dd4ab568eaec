package io.meltemi.it.mesh;

import io.meltemi.it.backend.Received;
import java.net.http.HttpHeaders;
import java.time.Duration;

/** What came back through the mesh. */
public record Answer(int status, HttpHeaders headers, String body, Duration took) {

  /** The first value, or empty. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The name of the backend that answered; empty if an Envoy did. */
  public String backend() {
    return header("x-backend");
  }

  /** The request as the backend got it. */
  public Received echo() {
    if (backend().isEmpty()) {
      throw new AssertionError("no backend answered, but an Envoy: " + status + " " + body);
    }
    return Received.parse(body);
  }
}

package io.meltemi.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

/** From outside through the gateway, and from an app through its sidecar, reading and writing. */
final class Callers implements AutoCloseable {

  static final int PER_SECOND = 40;

  static final String SERVER = "http://server/";

  private final Caller.Load outside;
  private final InMeshLoad reader;
  private final InMeshLoad writer;

  private Callers(Caller.Load outside, InMeshLoad reader, InMeshLoad writer) {
    this.outside = outside;
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * Of the Deployment {@code server}, until it is closed.
   *
   * @param path leads there from the gateway
   * @param inside has the Deployment {@code client}, too
   */
  static Callers start(Caller caller, String path, TestNamespace inside) {
    return new Callers(
        caller.load(path, PER_SECOND),
        InMeshLoad.start(inside, "GET", SERVER, PER_SECOND),
        InMeshLoad.start(inside, "POST", SERVER, PER_SECOND / 4));
  }

  void endAndFindNothingLost() throws Exception {
    outside.end();
    assertThat(outside.failures()).as("of %d calls from outside", outside.calls()).isEmpty();
    assertThat(reader.end()).as("an app's GETs").isEmpty();
    // What was on a connection that its application closed may have been done: it is not repeated.
    assertThat(writer.end())
        .as("an app's POSTs")
        .allMatch(failure -> failure.contains("connection termination"));
  }

  @Override
  public void close() {
    outside.close();
    reader.close();
    writer.close();
  }
}

package io.meltemi.translator.authz;

/** What a filter sees of a call. */
enum Layer {
  /** Requests, and the connection they come over. */
  HTTP,
  /** Connections only: whatever is asked of a request cannot be decided. */
  TCP
}

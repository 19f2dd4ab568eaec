package io.meltemi.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** What an API server is told. Warnings reach whoever made the request. */
public sealed interface AdmissionAnswer {

  ImmutableList<String> warnings();

  /** {@code patch}: a list of RFC 6902 that is applied before the object is stored. */
  record Allowed(ImmutableList<String> warnings, Optional<JsonNode> patch)
      implements AdmissionAnswer {

    public static final Allowed UNCHANGED = new Allowed(ImmutableList.of(), Optional.empty());
  }

  /** The request fails with that message. */
  record Denied(String message, ImmutableList<String> warnings) implements AdmissionAnswer {}
}

package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** What is done to the headers of requests and of responses. */
public record Headers(Optional<Operations> request, Optional<Operations> response) {

  /** Overwrites, then appends, then removes. */
  public record Operations(
      ImmutableSortedMap<String, String> set,
      ImmutableSortedMap<String, String> add,
      ImmutableList<String> remove) {}
}

package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;

/** Turns the text of a file into decoded objects. May remember documents it has seen before. */
@FunctionalInterface
public interface DocumentParser {

  /** The documents of a text, in their order; {@code file} is for positions only. Never throws. */
  ImmutableList<SourceDocument> parse(String file, String text);
}

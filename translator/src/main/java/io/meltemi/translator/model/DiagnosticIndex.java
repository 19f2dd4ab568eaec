package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;

/** What is to be said about the user's objects, by object; kept until the object changes. */
public record DiagnosticIndex(ImmutableListMultimap<ConfigKey, Diagnostic> byObject) {

  public static final DiagnosticIndex EMPTY = new DiagnosticIndex(ImmutableListMultimap.of());

  public ImmutableList<Diagnostic> of(ConfigKey object) {
    return byObject.get(object);
  }
}

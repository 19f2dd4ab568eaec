package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;

/** A Secret. Its data never shows in {@link #toString}. */
public record KubeSecret(String type, ImmutableSortedMap<String, ByteString> data)
    implements ConfigSpec {

  /** The names of the entries, and nothing of their contents. */
  @Override
  public String toString() {
    return "KubeSecret[type=" + type + ", data=" + data.keySet() + " redacted]";
  }
}

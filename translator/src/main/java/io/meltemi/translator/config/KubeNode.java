package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;

/** A Node; its topology labels are in the metadata. */
public record KubeNode(ImmutableList<Address> addresses) implements ConfigSpec {

  /** {@code type} is {@code InternalIP}, {@code ExternalIP}, {@code Hostname}, … */
  public record Address(String type, String address) {}
}

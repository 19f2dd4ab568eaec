package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;

/** A ConfigMap. */
public record KubeConfigMap(
    ImmutableSortedMap<String, String> data, ImmutableSortedMap<String, ByteString> binaryData)
    implements ConfigSpec {}

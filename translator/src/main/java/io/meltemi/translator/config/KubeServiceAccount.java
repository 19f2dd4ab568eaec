package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;

/** A service account: that it exists, and with which pull secrets. */
public record KubeServiceAccount(ImmutableList<String> imagePullSecrets) implements ConfigSpec {}

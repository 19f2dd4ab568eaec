package io.meltemi.translator.config;

/** A namespace; its labels, which select revision and injection, are in the metadata. */
public record KubeNamespace(boolean isTerminating) implements ConfigSpec {}

package io.meltemi.translator.config;

/** A port by its number. */
public record PortSelector(int number) {}

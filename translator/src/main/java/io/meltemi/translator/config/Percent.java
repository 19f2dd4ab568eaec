package io.meltemi.translator.config;

/** A share of the requests, 0 to 100 with fractions. */
public record Percent(double value) {}

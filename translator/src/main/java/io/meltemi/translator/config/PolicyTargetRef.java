package io.meltemi.translator.config;

/** The object a policy is attached to (a gateway, a service) instead of selecting workloads. */
public record PolicyTargetRef(String group, String kind, String name, String namespace) {}

/**
 * What an object must be like beyond its types: the rules of Istio's API, and those of Envoy that
 * can be told from the object alone.
 *
 * <p>One {@code XxxChecks} per kind, all reached through {@link
 * io.meltemi.translator.config.check.ConfigChecks}; the smaller classes each know one sort of value
 * (hosts, ports, durations, …). A check looks at one object and nothing else: whether what it
 * refers to exists is for others to say. Reading files, the validating webhook and {@code validate}
 * all call the same ones.
 *
 * <p>Imports {@code config} and {@code diagnostic} only.
 */
@NullMarked
package io.meltemi.translator.config.check;

import org.jspecify.annotations.NullMarked;

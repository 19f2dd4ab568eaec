package io.meltemi.istiod.replica;

import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * An object that proxies refuse.
 *
 * @param generation of the object, which its user's next change raises
 * @param message what is said of it
 */
public record Refused(ConfigKey object, long generation, String message) {}

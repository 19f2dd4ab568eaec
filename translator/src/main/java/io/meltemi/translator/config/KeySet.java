package io.meltemi.translator.config;

/**
 * The public keys that somebody publishes to verify tokens with, as they were fetched: no object of
 * a user's, but it comes and changes like one. Its key is the address.
 *
 * @param json a JSON web key set (RFC 7517); empty when none could be fetched yet
 * @param problem why the last fetch failed, empty if it did not; {@code json} is older then
 * @param fetchedByProxies whether proxies that can reach the address fetch it themselves
 */
public record KeySet(String json, String problem, boolean fetchedByProxies) implements ConfigSpec {}

package io.meltemi.istiod.kube;

import io.meltemi.translator.config.decode.ConfigTree.Mapping;

/**
 * An object of the API as it was read, without what nobody needs of it.
 *
 * @param namespace empty for kinds that have none
 * @param tree with {@code apiVersion} and {@code kind}, which lists leave out
 */
public record ApiObject(String namespace, String name, String resourceVersion, Mapping tree) {}

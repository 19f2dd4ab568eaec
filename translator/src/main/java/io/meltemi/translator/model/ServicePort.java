package io.meltemi.translator.model;

/**
 * One port of a service.
 *
 * @param number what clients dial
 * @param name unique within the service; may be empty when there is one port
 */
public record ServicePort(int number, String name, Protocol protocol) {}

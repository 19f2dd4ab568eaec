/**
 * What a proxy listens on.
 *
 * <p>Three sides, each a resolver that says what there is and a generator that says it in Envoy's
 * words: outbound ({@code OutboundListener…}, {@code VirtualOutbound…}; from an {@code
 * OutboundView}, so shared by many classes), inbound ({@code InboundListener…}, {@code
 * VirtualInbound…}) and gateway ({@code GatewayListener…}). All of them speak the same small
 * vocabulary: a {@code Bind}, and {@code FilterChainInputs} with a {@code ChainMatch} and {@code
 * ChainFilters}. Each aspect of a message is written by one {@code XxxConfigurer}. {@code
 * ListenerTranslator} is the way in.
 *
 * <p>Routes and clusters are referred to by name only. Imports {@code proxy} and what is below it;
 * no other generator.
 */
@NullMarked
package io.meltemi.translator.listener;

import org.jspecify.annotations.NullMarked;

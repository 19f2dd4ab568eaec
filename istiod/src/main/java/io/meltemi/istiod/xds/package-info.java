/**
 * The aggregated discovery service: snapshots in, delta and state-of-the-world xDS out, and what
 * the proxies said back.
 *
 * <p>The last step of the flow. {@link AdsServer} accepts streams; a stream that has told its node
 * becomes a {@link ProxyConnection}, handed to the {@link ProxyListener}; whoever computes
 * snapshots calls {@link ProxyConnection#publish} with the newest one, and the stream works out
 * what its proxy lacks. {@link ProxyRegistry} and each connection's {@link Ledger} tell what was
 * sent, ACKed and NACKed.
 *
 * <p>Knows resources as names and bytes. Must not import the model, config or any generator, nor
 * {@code istiod.state} and {@code istiod.push}: they import this.
 */
@NullMarked
package io.meltemi.istiod.xds;

import org.jspecify.annotations.NullMarked;

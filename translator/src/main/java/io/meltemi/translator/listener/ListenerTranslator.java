package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.authz.AuthorizationTranslator;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.jwt.JwtTranslator;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;

/**
 * Makes the listeners of proxies, and remembers them.
 *
 * <p>Keep what {@link #outbound} gives for as long as a class of proxies uses it: it is remembered
 * no longer than that. Belongs to the one thread that translates.
 */
public final class ListenerTranslator {

  private final Memo<ListenerSettingsInputs, ListenerSettings> settings;
  private final Memo<OutboundSide, Listeners> outboundSides;
  private final Memo<OutboundListenerInputs, XdsResource> outbound;
  private final Memo<VirtualOutboundInputs, XdsResource> virtualOutbound;
  private final Memo<VirtualInboundInputs, XdsResource> virtualInbound;
  private final Memo<InboundListenerInputs, XdsResource> inbound;
  private final Memo<GatewayListenerInputs, XdsResource> gateway;
  private final JwtTranslator tokens;
  private final AuthorizationTranslator authorization;

  private ListenerTranslator(boolean remembers) {
    this.settings = memo(remembers);
    this.outboundSides = memo(remembers);
    this.outbound = memo(remembers);
    this.virtualOutbound = memo(remembers);
    this.virtualInbound = memo(remembers);
    this.inbound = memo(remembers);
    this.gateway = memo(remembers);
    this.tokens = remembers ? JwtTranslator.create() : JwtTranslator.withoutMemo();
    this.authorization =
        remembers ? AuthorizationTranslator.create() : AuthorizationTranslator.withoutMemo();
  }

  public static ListenerTranslator create() {
    return new ListenerTranslator(true);
  }

  /** One that makes everything anew every time. */
  public static ListenerTranslator withoutMemo() {
    return new ListenerTranslator(false);
  }

  private static <K extends Record, V> Memo<K, V> memo(boolean remembers) {
    return remembers ? new Memo<>() : Memo.disabled();
  }

  /** What sidecars with this outbound side listen on for their workloads. */
  public Listeners outbound(OutboundView view) {
    return outboundSides.get(OutboundSide.of(view), this::makeOutbound);
  }

  private Listeners makeOutbound(OutboundSide side) {
    OutboundListenerResolver.Plan plan =
        OutboundListenerResolver.resolve(side, settings(side.meshConfig(), side.scope().kind()));
    ImmutableList.Builder<XdsResource> resources = ImmutableList.builder();
    plan.listeners()
        .forEach(
            inputs -> resources.add(outbound.get(inputs, OutboundListenerGenerator::generate)));
    plan.virtual()
        .ifPresent(
            inputs ->
                resources.add(virtualOutbound.get(inputs, VirtualOutboundGenerator::generate)));
    return new Listeners(ResourceSet.of(resources.build()), plan.diagnostics());
  }

  /** What sidecars of this class listen on for everybody else. */
  public Listeners inbound(ProxyView view) {
    InboundListenerResolver.Plan plan =
        InboundListenerResolver.resolve(view, settings(view), policies(view));
    ImmutableList.Builder<XdsResource> resources = ImmutableList.builder();
    plan.listeners()
        .forEach(inputs -> resources.add(inbound.get(inputs, InboundListenerGenerator::generate)));
    plan.virtual()
        .ifPresent(
            inputs -> resources.add(virtualInbound.get(inputs, VirtualInboundGenerator::generate)));
    return new Listeners(ResourceSet.of(resources.build()), plan.diagnostics());
  }

  /** What gateways of this class listen on. */
  public Listeners gateway(ProxyView view) {
    GatewayListenerResolver.Plan plan =
        GatewayListenerResolver.resolve(view, settings(view), policies(view));
    return new Listeners(
        ResourceSet.of(
            plan.listeners().stream()
                .map(inputs -> gateway.get(inputs, GatewayListenerGenerator::generate))
                .toList()),
        plan.diagnostics());
  }

  private AppliedPolicies policies(ProxyView view) {
    return AppliedPolicies.of(tokens.verification(view), authorization.authorization(view));
  }

  private ListenerSettings settings(ProxyView view) {
    return settings(view.meshConfig(), view.proxyClass().kind());
  }

  private ListenerSettings settings(MeshConfig mesh, ProxyKind kind) {
    return settings.get(new ListenerSettingsInputs(mesh, kind), ListenerSettingsResolver::resolve);
  }

  public MemoStats stats() {
    return outboundSides
        .stats()
        .plus(outbound.stats())
        .plus(virtualOutbound.stats())
        .plus(virtualInbound.stats())
        .plus(inbound.stats())
        .plus(gateway.stats());
  }
}

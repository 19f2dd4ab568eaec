package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.authn.MutualTlsMode;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.naming.ListenerName;
import io.meltemi.translator.proxy.InboundPort;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.ProxyView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which listeners the inbound side has: {@code virtualInbound} with a few chains per port, where
 * traffic is captured; and a listener per port that is dialled, where a Sidecar declares one.
 *
 * <p>Without capture a port that no Sidecar declares has none: the workload itself listens there.
 */
final class InboundListenerResolver {

  /** Istio's {@code proxyInboundListenPort}. */
  static final int VIRTUAL_PORT = 15006;

  private final ProxyView view;
  private final OutboundKey scope;
  private final BindResolver binds;
  private final ListenerSettings settings;
  private final AppliedPolicies policies;
  private final int virtualPort;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private InboundListenerResolver(
      ProxyView view, ListenerSettings settings, AppliedPolicies policies) {
    this.view = view;
    this.scope = view.proxyClass().outbound();
    this.binds = new BindResolver(scope.interceptionMode(), scope.families());
    this.settings = settings;
    this.policies = policies;
    this.virtualPort = view.meshConfig().proxyInboundListenPort().orElse(VIRTUAL_PORT);
  }

  /**
   * What the inbound side has.
   *
   * @param virtual absent when nothing is captured
   */
  record Plan(
      ImmutableList<InboundListenerInputs> listeners,
      Optional<VirtualInboundInputs> virtual,
      ImmutableList<Diagnostic> diagnostics) {}

  static Plan resolve(ProxyView view, ListenerSettings settings, AppliedPolicies policies) {
    InboundListenerResolver resolver = new InboundListenerResolver(view, settings, policies);
    resolver.diagnostics.addAll(policies.diagnostics());
    ImmutableList<InboundListenerInputs> listeners = resolver.boundListeners();
    Optional<VirtualInboundInputs> virtual =
        resolver.binds.isCaptured() ? Optional.of(resolver.virtualInbound()) : Optional.empty();
    return new Plan(listeners, virtual, ImmutableList.copyOf(resolver.diagnostics));
  }

  private ImmutableList<InboundListenerInputs> boundListeners() {
    ImmutableList.Builder<InboundListenerInputs> listeners = ImmutableList.builder();
    ListenerAddresses addresses = new ListenerAddresses(diagnostics);
    for (InboundPort port : view.proxyClass().inbound()) {
      if (port.listener().isEmpty() || !isBound(port)) {
        continue;
      }
      Bind bind = bind(port, port.listener().get());
      ImmutableList<FilterChainInputs> chains =
          chains(port, bind.listenerName(), ChainMatch.ALL, sidecar());
      if (!chains.isEmpty()) {
        addresses
            .take(bind, sidecar().orElse(port.service().origin()))
            .map(
                place ->
                    new InboundListenerInputs(
                        place,
                        chains,
                        settings,
                        policies.filters(),
                        policies.origins(origins(port))))
            .ifPresent(listeners::add);
      }
    }
    return listeners.build();
  }

  private Bind bind(InboundPort port, Sidecar.IngressListener listener) {
    if (!listener.bind().isEmpty()) {
      return listener.bind().startsWith("unix://")
          ? new Bind.Unix(listener.bind())
          : Bind.Ip.of(listener.bind(), port.port());
    }
    ImmutableList<String> own = view.proxyClass().addresses();
    return own.isEmpty()
        ? binds.wildcard(port.port())
        : new Bind.Ip(own.getFirst(), own.subList(1, own.size()), port.port());
  }

  private VirtualInboundInputs virtualInbound() {
    ImmutableList.Builder<FilterChainInputs> chains = ImmutableList.builder();
    ImmutableSortedSet.Builder<ConfigKey> origins = ImmutableSortedSet.naturalOrder();
    Map<Integer, InboundPort> byPort = new LinkedHashMap<>();
    view.proxyClass().inbound().stream()
        .filter(port -> !isBound(port))
        .forEach(port -> byPort.putIfAbsent(port.port(), port));
    chains.add(VirtualInboundChains.blackHole(virtualPort));
    for (InboundPort port : byPort.values()) {
      if (port.port() == virtualPort) {
        reportReserved(port);
        continue;
      }
      String name = new ListenerName(scope.families().wildcardAddress(), port.port()).toString();
      chains.addAll(chains(port, name, ChainMatch.toPort(port.port()), sidecar(port)));
      origins.addAll(origins(port));
    }
    for (int port : view.proxyClass().peerPolicy().ports().keySet()) {
      if (!byPort.containsKey(port) && port != virtualPort) {
        chains.addAll(
            VirtualInboundChains.undeclared(scope.families(), port, InboundTls.of(view, port)));
      }
    }
    chains.addAll(VirtualInboundChains.catchAll(scope.families(), InboundTls.ofUndeclared(view)));
    origins.addAll(view.proxyClass().peerPolicy().origins());
    return new VirtualInboundInputs(
        binds.wildcard(virtualPort),
        scope.interceptionMode() == InterceptionMode.TPROXY,
        chains.build(),
        settings,
        policies.filters(),
        policies.origins(origins.build()));
  }

  private ImmutableList<FilterChainInputs> chains(
      InboundPort port, String listener, ChainMatch match, Optional<ConfigKey> config) {
    InboundChains chains =
        new InboundChains(
            new InboundChains.Named(listener, InboundFilters.http(port, listener)),
            new InboundChains.Named(listener, InboundFilters.tcp(port)),
            match,
            InboundTls.of(view, port.port()),
            config);
    Optional<ServerTls> own = port.listener().flatMap(Sidecar.IngressListener::tls);
    return own.isPresent() ? terminating(port, chains, own.get()) : chains.of(port.protocol());
  }

  /** TLS that the Sidecar's owner has set up is for clients outside of the mesh. */
  private ImmutableList<FilterChainInputs> terminating(
      InboundPort port, InboundChains chains, ServerTls own) {
    if (chains.tls().mode() != MutualTlsMode.DISABLE) {
      reportTls(
          port,
          DiagnosticCode.INEFFECTIVE,
          "holds only where PeerAuthentication is DISABLE; the port takes the mesh's mTLS");
      return chains.of(port.protocol());
    }
    return switch (new ServerTlsResolver(view).resolve(own, port.protocol().isHttp())) {
      case ServerTlsResolver.Termination.Terminated(DownstreamTls context, var problems) -> {
        problems.forEach(problem -> reportTls(port, DiagnosticCode.UNKNOWN_REFERENCE, problem));
        yield chains.terminating(context).of(port.protocol());
      }
      case ServerTlsResolver.Termination.Impossible(DiagnosticCode code, String reason) -> {
        reportTls(port, code, reason + "; the port takes nothing");
        yield ImmutableList.of();
      }
      case ServerTlsResolver.Termination.PassedThrough(),
          ServerTlsResolver.Termination.PassedToCluster() ->
          chains.of(port.protocol());
    };
  }

  private boolean isBound(InboundPort port) {
    return binds.isBound(
        port.listener()
            .map(Sidecar.IngressListener::captureMode)
            .orElse(Sidecar.CaptureMode.DEFAULT));
  }

  private Optional<ConfigKey> sidecar() {
    return view.outbound().sidecar().map(ConfigObject::key);
  }

  private Optional<ConfigKey> sidecar(InboundPort port) {
    return port.listener().isPresent() ? sidecar() : Optional.empty();
  }

  private ImmutableList<ConfigKey> origins(InboundPort port) {
    ImmutableList.Builder<ConfigKey> origins = ImmutableList.builder();
    origins.add(port.service().origin());
    sidecar(port).ifPresent(origins::add);
    return origins.addAll(view.proxyClass().peerPolicy().origins()).build();
  }

  private void reportTls(InboundPort port, DiagnosticCode code, String message) {
    diagnostics.add(
        Diagnostic.warning(
            code,
            sidecar().orElse(port.service().origin()),
            Position.NONE,
            "spec.ingress[port " + port.port() + "].tls",
            message));
  }

  private void reportReserved(InboundPort port) {
    diagnostics.add(
        Diagnostic.warning(
            DiagnosticCode.CONFLICT,
            sidecar(port).orElse(port.service().origin()),
            Position.NONE,
            "",
            "port "
                + port.port()
                + " is where the proxy takes captured traffic; the workload must use another"));
  }
}

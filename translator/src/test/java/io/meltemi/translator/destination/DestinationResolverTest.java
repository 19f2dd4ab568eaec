package io.meltemi.translator.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer.Simple;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationResolverTest {
  private static final String HOST = "reviews.default.svc.cluster.local";

  @Test
  void everyPortAndEverySubsetIsADestination() {
    MeshService service =
        Mesh.service(
            HOST,
            Resolution.STATIC,
            Mesh.port(80, Protocol.HTTP),
            Mesh.port(53, Protocol.UDP),
            Mesh.port(90, Protocol.TCP));
    ConfigObject<DestinationRule> rule =
        Rules.rule(
            HOST,
            Rules.NO_POLICY,
            Rules.subset("v1", Rules.NO_POLICY),
            Rules.subset("v1", Rules.policy(Rules.outlier(1))),
            Rules.subset("v2", Rules.NO_POLICY));
    assertThat(names(resolve(Mesh.view(rule, service), service)))
        .containsExactly(
            "outbound|80||" + HOST,
            "outbound|80|v1|" + HOST,
            "outbound|80|v2|" + HOST,
            "outbound|90||" + HOST,
            "outbound|90|v1|" + HOST,
            "outbound|90|v2|" + HOST);
  }

  @ParameterizedTest
  @CsvSource({
    "STATIC,          SIDECAR, REDIRECT, false, EDS",
    "STATIC,          SIDECAR, REDIRECT, true,  ORIGINAL_DST",
    "STATIC,          ROUTER,  REDIRECT, true,  EDS",
    "DNS,             SIDECAR, REDIRECT, false, STRICT_DNS",
    "DNS,             SIDECAR, REDIRECT, true,  ORIGINAL_DST",
    "DNS_ROUND_ROBIN, SIDECAR, REDIRECT, false, LOGICAL_DNS",
    "DYNAMIC_DNS,     SIDECAR, REDIRECT, false, DYNAMIC_DNS",
    "PASSTHROUGH,     SIDECAR, REDIRECT, false, ORIGINAL_DST",
    "PASSTHROUGH,     SIDECAR, NONE,     false, ORIGINAL_DST",
    "PASSTHROUGH,     ROUTER,  REDIRECT, false, EDS",
  })
  void discoveryFollowsResolutionProxyAndPolicy(
      Resolution resolution,
      ProxyKind kind,
      InterceptionMode mode,
      boolean passthrough,
      Discovery expected) {
    MeshService service = Mesh.service(HOST, resolution, Mesh.port(80, Protocol.HTTP));
    assertThat(discovery(service, kind, mode, passthrough)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SIDECAR, REDIRECT, ORIGINAL_DST",
    "SIDECAR, NONE,     EDS",
    "ROUTER,  REDIRECT, EDS",
  })
  void headlessIsDialledDirectlyWhereSomebodyKnowsTheAddress(
      ProxyKind kind, InterceptionMode mode, Discovery expected) {
    MeshService service =
        Mesh.headless(Mesh.service(HOST, Resolution.STATIC, Mesh.port(80, Protocol.HTTP)));
    assertThat(discovery(service, kind, mode, false)).isEqualTo(expected);
  }

  @Test
  void anExternalNameIsResolvedByName() {
    MeshService service =
        Mesh.alias(Mesh.service(HOST, Resolution.DNS, Mesh.port(80, Protocol.HTTP)), "example.com");
    assertThat(discovery(service, ProxyKind.SIDECAR, InterceptionMode.REDIRECT, false))
        .isEqualTo(Discovery.STRICT_DNS);
  }

  private static Discovery discovery(
      MeshService service, ProxyKind kind, InterceptionMode mode, boolean passthrough) {
    OutboundKey scope = Mesh.scope(kind, mode);
    ImmutableList<ConfigObject<DestinationRule>> rules =
        passthrough
            ? ImmutableList.of(Rules.rule(HOST, Rules.policy(Rules.balancer(Simple.PASSTHROUGH))))
            : ImmutableList.of();
    return resolve(Mesh.view(scope, MeshConfig.EMPTY, rules, service), service)
        .getFirst()
        .discovery();
  }

  private static List<String> names(List<MeshDestination> destinations) {
    return destinations.stream().map(destination -> destination.name().toString()).toList();
  }

  private static ImmutableList<MeshDestination> resolve(OutboundView view, MeshService service) {
    return DestinationResolver.resolve(
        ClientScope.of(view), service, view.rules().ruleFor(service));
  }
}

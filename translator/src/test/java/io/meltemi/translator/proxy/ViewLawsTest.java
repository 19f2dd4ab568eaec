package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.MeshYaml;
import io.meltemi.translator.model.Meshes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ViewLawsTest {

  private static final String MORE =
      """
      ---
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: selecting, namespace: shop}
      spec:
        workloadSelector: {labels: {app: ratings}}
        egress:
        - port: {number: 80, protocol: HTTP, name: http}
          hosts: ["*/*.example.com"]
        - hosts: ["./*"]
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: edge, namespace: shop}
      spec:
        hosts: ["*"]
        gateways: [edge]
        http: [{delegate: {name: inner}}]
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: inner, namespace: shop}
      spec: {http: [{route: [{destination: {host: reviews}}]}]}
      ---
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: reviews-too, namespace: shop}
      spec: {host: reviews, subsets: [{name: v2}], exportTo: ["."]}
      """;

  private static final ImmutableList<ConfigObject<?>> OBJECTS =
      Meshes.objects(MeshYaml.EVERYTHING + MORE);

  private static final ImmutableList<ProxyDescriptor> PROXIES =
      ImmutableList.of(
          Proxies.sidecar("shop/reviews-1", "10.1.0.1", ImmutableMap.of("version", "v2")),
          Proxies.sidecar("shop/ratings-1", "10.1.0.2", ImmutableMap.of("app", "ratings")),
          Proxies.sidecar("other/client", "10.3.0.1", ImmutableMap.of()),
          Proxies.router("shop/edge", "10.3.0.2", ImmutableMap.of("istio", "ingressgateway")));

  private static String content(ProxyView view) {
    StringBuilder text = new StringBuilder().append(view.proxyClass()).append('\n');
    OutboundView outbound = view.outbound();
    text.append(outbound.scope()).append(outbound.sidecar()).append('\n');
    text.append(outbound.services().services()).append('\n');
    for (EgressScope scope : outbound.egress()) {
      text.append(scope.listener()).append(scope.services().services()).append('\n');
      scope.virtualServices().forEach(rule -> text.append(rule.spec()).append('\n'));
    }
    for (MeshService service : outbound.services().services()) {
      text.append(outbound.rules().ruleFor(service).map(ConfigObject::spec)).append('\n');
    }
    for (GatewayServer server : view.gatewayServers()) {
      text.append(server.gateway().spec()).append(server.server()).append(server.listenPort());
      server.virtualServices().forEach(rule -> text.append(rule.spec()).append('\n'));
    }
    return text.toString();
  }

  @Test
  void viewsDoNotDependOnWhatWasSeenBefore() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      MeshModel model = MeshModel.EMPTY;
      ProxyViews views = new ProxyViews();
      for (int i = 0; i < 50; i++) {
        ConfigObject<?> object = OBJECTS.get(random.nextInt(OBJECTS.size()));
        MeshDelta delta = new MeshDelta();
        if (random.nextInt(3) == 0) {
          delta.delete(object.key());
        } else {
          delta.upsert(object, Position.NONE);
        }
        model = delta.apply(model);
        for (ProxyDescriptor proxy : PROXIES) {
          ProxyClass proxyClass = ProxyClassifier.classify(model, proxy);
          assertThat(content(views.of(model, proxyClass)))
              .as("seed %d, event %d, %s", seed, i, proxy.id())
              .isEqualTo(content(ProxyView.of(model, proxyClass)));
        }
      }
    }
  }

  @Test
  void endpointChangeKeepsEveryReference() {
    MeshModel before = Meshes.of(MeshYaml.EVERYTHING + MORE);
    MeshModel after = Meshes.with(before, MeshYaml.BOOKS.replace("10.9.0.2", "10.9.0.3"));
    ProxyViews views = new ProxyViews();
    for (ProxyDescriptor proxy : PROXIES) {
      ProxyClass proxyClass = ProxyClassifier.classify(before, proxy);
      ProxyView viewBefore = views.of(before, proxyClass);
      ProxyView viewAfter = views.of(after, proxyClass);
      assertThat(viewAfter.outbound()).isSameAs(viewBefore.outbound());
      assertThat(viewAfter.gatewayServers()).isSameAs(viewBefore.gatewayServers());
      assertThat(viewAfter.endpoints()).isSameAs(after.endpoints());
    }
  }
}

package io.meltemi.translator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import io.meltemi.translator.proxy.Proxies;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.ProxyViews;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;
import org.junit.jupiter.api.Test;

/** What a change of identities or of PeerAuthentications costs. */
class MutualTlsCostTest {

  private static final String MESH =
      service("a")
          + service("b")
          + entry("a-1", "a", "10.1.0.1", "a")
          + entry("b-1", "b", "10.1.0.2", "b");

  private final ProxyViews views = new ProxyViews();
  private final MeshTranslator translator = new MeshTranslator();
  private MeshModel model = Meshes.of(MESH);

  @Test
  void anEndpointOfAKnownIdentityTranslatesNoCluster() {
    ResourceSet before = clusters();
    long made = translator.stats(XdsType.CLUSTER).misses();
    model = Meshes.with(model, entry("a-2", "a", "10.1.0.3", "a"));
    assertThat(clusters()).isSameAs(before);
    assertThat(translator.stats(XdsType.CLUSTER).misses()).isEqualTo(made);
  }

  @Test
  void aNewIdentityTranslatesTheClustersOfItsServiceOnly() {
    ResourceSet before = clusters();
    long made = translator.stats(XdsType.CLUSTER).misses();
    model = Meshes.with(model, entry("a-2", "a", "10.1.0.3", "somebody-new"));
    assertThat(clusters().since(before).upserted())
        .extracting(resource -> resource.name())
        .containsExactly("outbound|80||a.shop.svc.cluster.local");
    assertThat(translator.stats(XdsType.CLUSTER).misses()).isEqualTo(made + 1);
  }

  @Test
  void aPolicyChangesTheClassesThatItSelectsAndNoOther() {
    ProxyClass a = classOf("a");
    ProxyClass b = classOf("b");
    model =
        Meshes.with(
            model,
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: {name: a, namespace: shop}
            spec:
              selector: {matchLabels: {app: a}}
              mtls: {mode: STRICT}
            """);
    assertThat(classOf("a")).isNotEqualTo(a);
    assertThat(classOf("b")).isEqualTo(b);
  }

  private ResourceSet clusters() {
    ProxyView view = views.of(model, classOf("a"));
    return translator.translate(view, model.revision()).snapshot().resources(XdsType.CLUSTER);
  }

  private ProxyClass classOf(String app) {
    return ProxyClassifier.classify(
        model,
        Proxies.withCertificate(
            "shop/" + app + "-1",
            app.equals("a") ? "10.1.0.1" : "10.1.0.2",
            ImmutableMap.of("app", app)));
  }

  private static String service(String name) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: shop}
        spec:
          clusterIP: 10.96.0.%2$d
          selector: {app: %1$s}
          ports: [{name: http, port: 80}]
        ---
        """
        .formatted(name, (int) name.charAt(0));
  }

  private static String entry(String name, String app, String address, String account) {
    return """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: %s, namespace: shop}
        spec: {address: %s, labels: {app: %s}, serviceAccount: %s}
        ---
        """
        .formatted(name, address, app, account);
  }
}

package io.meltemi.translator.fuzz;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.MeshTranslator;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.check.ConfigChecks;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.config.decode.LocatedObject;
import io.meltemi.translator.config.decode.LocatedStandIn;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import io.meltemi.translator.proxy.Proxies;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.proxy.ProxyView;

/** A mesh that whatever was read is put into, with a sidecar and a gateway that see it. */
final class FuzzedMesh {

  private static final int LONGEST_MESSAGE = 10_000;

  private static final MeshModel BASE =
      Meshes.of(
          """
          apiVersion: networking.istio.io/v1
          kind: WorkloadEntry
          metadata: {name: web, namespace: default}
          spec: {address: 10.9.0.1, labels: {app: web}, serviceAccount: web}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: web, namespace: default}
          spec:
            clusterIP: 10.1.0.1
            selector: {app: web}
            ports: [{name: http, port: 80, targetPort: 8080}, {name: tcp, port: 5432}]
          ---
          apiVersion: networking.istio.io/v1
          kind: Sidecar
          metadata: {name: web, namespace: default}
          spec:
            workloadSelector: {labels: {app: web}}
            ingress:
            - port: {number: 8080, protocol: HTTP, name: http}
              defaultEndpoint: 127.0.0.1:8080
            - port: {number: 5432, protocol: TCP, name: tcp}
              defaultEndpoint: 127.0.0.1:5432
          ---
          apiVersion: networking.istio.io/v1
          kind: Gateway
          metadata: {name: edge, namespace: default}
          spec:
            selector: {app: edge}
            servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
          """);

  private static final ProxyDescriptor SIDECAR =
      Proxies.withCertificate("default/web", "10.9.0.1", ImmutableMap.of("app", "web"));
  private static final ProxyDescriptor GATEWAY =
      Proxies.router(
          "default/edge",
          "10.9.0.2",
          ImmutableMap.of("app", "edge", "gateway.networking.k8s.io/gateway-name", "public"));

  private FuzzedMesh() {}

  /** Everything that istiod would do with a file. */
  static void take(ConfigFile file) {
    MeshDelta delta = new MeshDelta();
    for (LocatedObject located : file.objects()) {
      delta.upsert(located.object(), located.position());
    }
    for (LocatedStandIn standIn : file.standIns()) {
      hasNoError(standIn.standIn().object());
      delta.upsert(standIn.standIn().object(), standIn.position());
    }
    for (Diagnostic diagnostic : file.diagnostics()) {
      if (diagnostic.toString().length() > LONGEST_MESSAGE) {
        throw new AssertionError("this much is no message: " + diagnostic.toString().length());
      }
    }
    MeshModel model = delta.apply(BASE);
    for (ProxyDescriptor proxy : new ProxyDescriptor[] {SIDECAR, GATEWAY}) {
      MeshTranslator.withoutMemo()
          .translate(ProxyView.of(model, ProxyClassifier.classify(model, proxy)), model.revision());
    }
  }

  /** What stands in must be better than what it stands in for; an empty set of keys is meant. */
  private static void hasNoError(ConfigObject<?> object) {
    for (Diagnostic found : ConfigChecks.check(object)) {
      if (found.severity() == Severity.ERROR && !found.field().endsWith("].jwks")) {
        throw new AssertionError("what stands in is wrong itself: " + found);
      }
    }
  }
}

package io.meltemi.translator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceDerivationTest {

  private static final ServiceKey REVIEWS =
      new ServiceKey("reviews.shop.svc.cluster.local", "shop");

  @Test
  void kubernetesServiceIsNamedByItsNamespaceAndTheDomain() {
    MeshModel model =
        Meshes.of(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: shop, labels: {app: reviews}}
            spec:
              clusterIP: 10.0.0.1
              selector: {app: reviews}
              ports:
              - {name: http, port: 80, targetPort: 8080}
              - {name: metrics, port: 9090, appProtocol: kubernetes.io/h2c}
            """);
    MeshService service = model.services().get(REVIEWS).orElseThrow();
    assertThat(service.addresses()).containsExactly("10.0.0.1");
    assertThat(service.ports())
        .containsExactly(
            new ServicePort(80, "http", Protocol.HTTP),
            new ServicePort(9090, "metrics", Protocol.HTTP2));
    assertThat(service.resolution()).isEqualTo(Resolution.STATIC);
    assertThat(service.exportTo()).isEqualTo(ExportTo.ALL);
    assertThat(service.isKubernetes()).isTrue();
  }

  @Test
  void headlessServiceHasNoAddressAndIsDialledDirectly() {
    MeshService service =
        Meshes.of(
                """
                apiVersion: v1
                kind: Service
                metadata:
                  name: reviews
                  namespace: shop
                  annotations: {networking.istio.io/exportTo: "., other"}
                spec:
                  clusterIP: None
                  ports: [{name: tcp, port: 80}]
                """)
            .services()
            .get(REVIEWS)
            .orElseThrow();
    assertThat(service.headless()).isTrue();
    assertThat(service.addresses()).isEmpty();
    assertThat(service.resolution()).isEqualTo(Resolution.PASSTHROUGH);
    assertThat(service.exportTo().namespaces()).containsExactly("other", "shop");
  }

  @Test
  void externalNameIsResolvedByName() {
    MeshModel model =
        Meshes.of(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: shop}
            spec:
              type: ExternalName
              externalName: reviews.example.com
              ports: [{name: http, port: 80}]
            """);
    MeshService service = model.services().get(REVIEWS).orElseThrow();
    assertThat(service.resolution()).isEqualTo(Resolution.DNS);
    assertThat(service.externalName()).contains("reviews.example.com");
    assertThat(model.endpoints().of(REVIEWS).endpoints())
        .extracting(MeshEndpoint::address)
        .containsExactly("reviews.example.com");
  }

  @Test
  void everyHostOfServiceEntryIsAService() {
    MeshModel model =
        Meshes.of(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: books, namespace: shop}
            spec:
              hosts: [Books.example.com, www.books.example.com]
              addresses: [10.1.0.1]
              ports:
              - {number: 443, name: https, protocol: HTTPS}
              - {number: 80, name: http, protocol: HTTP, targetPort: 8080}
              resolution: DNS
              exportTo: ["."]
            """);
    assertThat(model.services().all())
        .extracting(MeshService::hostname)
        .containsExactly("books.example.com", "www.books.example.com");
    MeshService books =
        model.services().get(new ServiceKey("books.example.com", "shop")).orElseThrow();
    assertThat(books.meshExternal()).isTrue();
    assertThat(books.addresses()).containsExactly("10.1.0.1");
    assertThat(books.exportTo().namespaces()).containsExactly("shop");
    assertThat(model.endpoints().of(books.key()).endpoints())
        .as("a name to be resolved is its own endpoint")
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.address()).isEqualTo("books.example.com");
              assertThat(endpoint.ports()).containsEntry(80, 8080).containsEntry(443, 443);
            });
  }

  @Test
  void meshDefaultDecidesWhatIsExported() {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: reviews, namespace: shop}
        spec: {ports: [{name: http, port: 80}]}
        """;
    MeshModel before = Meshes.of(service);
    MeshModel after =
        new MeshDelta().meshConfig(Meshes.config("defaultServiceExportTo: ['.']")).apply(before);
    assertThat(after.services().get(REVIEWS).orElseThrow().exportTo().namespaces())
        .containsExactly("shop");
  }

  @Test
  void oldestDefinitionOfHostWinsAndTheOtherIsTold() {
    String older =
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: zebra, namespace: shop, creationTimestamp: "2024-01-01T00:00:00Z"}
        spec:
          hosts: [books.example.com]
          ports: [{number: 80, name: http, protocol: HTTP}]
          resolution: DNS
        """;
    String younger = older.replace("zebra", "ant").replace("2024", "2025").replace("80", "81");
    MeshModel model = Meshes.of(younger + "---\n" + older);
    ServiceKey key = new ServiceKey("books.example.com", "shop");
    assertThat(model.services().get(key).orElseThrow().origin().name()).isEqualTo("zebra");
    assertThat(model.diagnostics().byObject().values())
        .singleElement()
        .extracting(Diagnostic::toString)
        .asString()
        .contains("ServiceEntry shop/ant", "Conflict", "zebra");
    MeshModel mended = Meshes.without(model, ConfigKind.SERVICE_ENTRY, "shop", "zebra");
    assertThat(mended.services().get(key).orElseThrow().port(81)).isPresent();
    assertThat(mended.diagnostics()).matches(said -> said.byObject().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "80,    http,          TCP, '',                HTTP",
    "80,    http-web,      TCP, '',                HTTP",
    "80,    HTTP2-web,     TCP, '',                HTTP2",
    "80,    grpc-web-api,  TCP, '',                GRPC_WEB",
    "80,    grpc-api,      TCP, '',                GRPC",
    "80,    web,           TCP, '',                DETECT",
    "80,    http,          TCP, tcp,               TCP",
    "80,    web,           TCP, kubernetes.io/ws,  HTTP",
    "80,    web,           TCP, kubernetes.io/wss, HTTPS",
    "80,    http,          UDP, '',                UDP",
    "3306,  db,            TCP, '',                TCP",
    "3306,  mysql,         TCP, '',                MYSQL",
    "27017, mongo-db,      TCP, '',                MONGO",
    "443,   tls-db,        TCP, '',                TLS"
  })
  void protocolComesFromAppProtocolThenName(
      int port, String name, String transport, String appProtocol, Protocol expected) {
    assertThat(Protocol.ofKubernetesPort(port, name, transport, appProtocol)).isEqualTo(expected);
  }
}

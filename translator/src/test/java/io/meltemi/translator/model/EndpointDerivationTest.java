package io.meltemi.translator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKind;
import org.junit.jupiter.api.Test;

class EndpointDerivationTest {

  private static final ServiceKey REVIEWS =
      new ServiceKey("reviews.shop.svc.cluster.local", "shop");

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: reviews, namespace: shop}
      spec:
        selector: {app: reviews}
        ports:
        - {name: http, port: 80, targetPort: web}
        - {name: admin, port: 81, targetPort: 9000}
      ---
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: reviews-1, namespace: shop, labels: {app: reviews, version: v1}}
      spec:
        nodeName: n1
        serviceAccountName: reviews
        containers: [{name: c, ports: [{name: web, containerPort: 8080}]}]
      status:
        phase: Running
        podIP: 10.1.0.1
        conditions: [{type: Ready, status: "True"}]
      ---
      """;

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata:
        name: n1
        labels: {topology.kubernetes.io/region: r1, topology.kubernetes.io/zone: z1}
      ---
      """;

  private static final String ENTRY =
      """
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata: {name: reviews-vm, namespace: shop}
      spec:
        address: 10.2.0.1
        labels: {app: reviews}
        ports: {web: 7000, admin: 7001}
        locality: r2/z2/s2
        weight: 3
        network: vms
        serviceAccount: vm
      ---
      """;

  private static final String SLICE =
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: reviews-abc
        namespace: shop
        labels: {kubernetes.io/service-name: reviews}
      addressType: IPv4
      ports: [{name: http, port: 8080}, {name: admin, port: 9000}]
      endpoints:
      - addresses: [10.1.0.1]
        targetRef: {kind: Pod, name: reviews-1, namespace: shop}
      - addresses: [10.1.0.2]
        conditions: {ready: false}
      - addresses: [10.1.0.3]
        conditions: {ready: false, serving: true, terminating: true}
        nodeName: n1
      ---
      """;

  private static ImmutableList<MeshEndpoint> endpoints(String yaml) {
    return Meshes.of(yaml).endpoints().of(REVIEWS).endpoints();
  }

  /** Without its Pod it would be called as one without a proxy: in plain text. */
  @Test
  void anEndpointOfASliceWaitsForItsPod() {
    assertThat(endpoints(SERVICE + SLICE))
        .extracting(MeshEndpoint::address)
        .containsExactly("10.1.0.2", "10.1.0.3");
    assertThat(endpoints(SERVICE + SLICE + POD))
        .extracting(MeshEndpoint::address)
        .containsExactly("10.1.0.1", "10.1.0.2", "10.1.0.3");
  }

  @Test
  void folderWithoutSlicesSendsToSelectedPodsAndWorkloadEntries() {
    assertThat(endpoints(SERVICE + POD + NODE + ENTRY))
        .containsExactly(
            new MeshEndpoint(
                "10.1.0.1",
                ImmutableSortedMap.of(80, 8080, 81, 9000),
                ImmutableSortedMap.of("app", "reviews", "version", "v1"),
                new Locality("r1", "z1", ""),
                1,
                "reviews",
                "",
                EndpointHealth.HEALTHY,
                "shop/reviews-1",
                EndpointTls.NONE,
                "n1"),
            new MeshEndpoint(
                "10.2.0.1",
                ImmutableSortedMap.of(80, 7000, 81, 7001),
                ImmutableSortedMap.of("app", "reviews"),
                new Locality("r2", "z2", "s2"),
                3,
                "vm",
                "vms",
                EndpointHealth.HEALTHY,
                "shop/reviews-vm",
                EndpointTls.ALL));
  }

  @Test
  void slicesTakeThePlaceOfSelectedPodsButNotOfWorkloadEntries() {
    assertThat(endpoints(SERVICE + POD + NODE + ENTRY + SLICE))
        .extracting(MeshEndpoint::address, MeshEndpoint::health, MeshEndpoint::workload)
        .containsExactly(
            tuple("10.1.0.1", EndpointHealth.HEALTHY, "shop/reviews-1"),
            tuple("10.1.0.2", EndpointHealth.UNHEALTHY, ""),
            tuple("10.1.0.3", EndpointHealth.DRAINING, ""),
            tuple("10.2.0.1", EndpointHealth.HEALTHY, "shop/reviews-vm"));
  }

  /** An address is reused, and slices are not as quick as Pods. */
  @Test
  void endpointWhosePodIsGoneOrElsewhereIsNone() {
    assertThat(endpoints(SERVICE + SLICE))
        .extracting(MeshEndpoint::address)
        .containsExactly("10.1.0.2", "10.1.0.3");
    assertThat(endpoints(SERVICE + SLICE + POD.replace("10.1.0.1", "10.1.0.7")))
        .extracting(MeshEndpoint::address)
        .containsExactly("10.1.0.2", "10.1.0.3");
    String neighbour = POD.replace("name: reviews-1", "name: other").replace("reviews", "other");
    assertThat(endpoints(SERVICE + SLICE + neighbour))
        .extracting(MeshEndpoint::address)
        .doesNotContain("10.1.0.1");
  }

  @Test
  void endpointsOfSlicesGetTheirLocalityFromTheirPodOrNode() {
    assertThat(endpoints(SLICE + NODE + POD + SERVICE))
        .extracting(MeshEndpoint::locality)
        .containsExactly(
            new Locality("r1", "z1", ""), Locality.UNKNOWN, new Locality("r1", "z1", ""));
  }

  @Test
  void localityLabelWinsOverNode() {
    assertThat(endpoints(SERVICE + NODE + POD.replace("version: v1", "istio-locality: r9.z9.s9")))
        .extracting(MeshEndpoint::locality)
        .containsExactly(new Locality("r9", "z9", "s9"));
  }

  @Test
  void podsThatAreNotReadyAreUnhealthyAndEndedOnesAreGone() {
    assertThat(endpoints(SERVICE + POD.replace("\"True\"", "\"False\"")))
        .extracting(MeshEndpoint::health)
        .containsExactly(EndpointHealth.UNHEALTHY);
    assertThat(endpoints(SERVICE + POD.replace("Running", "Succeeded"))).isEmpty();
  }

  @Test
  void portWithoutTheNamedTargetIsNotServed() {
    assertThat(endpoints(SERVICE + POD.replace("name: web", "name: other")))
        .extracting(MeshEndpoint::ports)
        .containsExactly(ImmutableSortedMap.of(81, 9000));
  }

  @Test
  void workloadsOfOtherNamespacesAreNotSelected() {
    assertThat(endpoints(SERVICE + ENTRY.replace("namespace: shop", "namespace: other"))).isEmpty();
  }

  @Test
  void serviceEntrySelectsWorkloadsOrListsItsOwn() {
    String listed =
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: books, namespace: shop}
        spec:
          hosts: [books.example.com]
          ports: [{number: 80, name: web, protocol: HTTP, targetPort: 8000}]
          resolution: STATIC
          location: MESH_INTERNAL
          endpoints:
          - {address: 10.9.0.1}
          - {address: 10.9.0.2, ports: {web: 8001}, labels: {version: v2}, weight: 5}
        ---
        """;
    ServiceKey books = new ServiceKey("books.example.com", "shop");
    assertThat(Meshes.of(listed).endpoints().of(books).endpoints())
        .extracting(MeshEndpoint::address, MeshEndpoint::ports, MeshEndpoint::weight)
        .containsExactly(
            tuple("10.9.0.1", ImmutableSortedMap.of(80, 8000), 1),
            tuple("10.9.0.2", ImmutableSortedMap.of(80, 8001), 5));
    String selecting =
        listed.substring(0, listed.indexOf("  endpoints:"))
            + "  workloadSelector: {labels: {app: reviews}}\n---\n";
    assertThat(Meshes.of(selecting + POD + ENTRY).endpoints().of(books).endpoints())
        .extracting(MeshEndpoint::address, MeshEndpoint::ports)
        .containsExactly(
            tuple("10.1.0.1", ImmutableSortedMap.of(80, 8080)),
            tuple("10.2.0.1", ImmutableSortedMap.of(80, 7000)));
  }

  @Test
  void addressesLeadBackToServices() {
    MeshModel model = Meshes.of(SERVICE + ENTRY);
    assertThat(model.endpoints().servicesAt("10.2.0.1")).containsExactly(REVIEWS);
    MeshModel after = Meshes.without(model, ConfigKind.WORKLOAD_ENTRY, "shop", "reviews-vm");
    assertThat(after.endpoints().servicesAt("10.2.0.1")).isEmpty();
    assertThat(after.endpoints().of(REVIEWS).endpoints()).isEmpty();
  }
}

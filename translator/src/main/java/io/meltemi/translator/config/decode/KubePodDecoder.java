package io.meltemi.translator.config.decode;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.KubePod;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the few fields of a Pod that a mesh needs. */
final class KubePodDecoder {

  private KubePodDecoder() {}

  private static KubePod.ContainerPort containerPort(ObjectReader in) {
    return new KubePod.ContainerPort(
        in.string("name"), in.requiredUnsigned("containerPort"), in.string("protocol"));
  }

  static KubePod root(ObjectReader in) {
    Status status = in.objectOrEmpty("status", KubePodDecoder::status);
    Optional<Instant> deletion =
        in.objectOrEmpty("metadata", meta -> MetaDecoder.timestamp(meta, "deletionTimestamp"));
    return in.objectOrEmpty(
        "spec",
        spec ->
            new KubePod(
                status.podIps(),
                spec.bool("hostNetwork"),
                spec.string("nodeName"),
                spec.string("serviceAccountName"),
                spec.string("hostname"),
                spec.string("subdomain"),
                ports(spec),
                status.phase(),
                status.ready(),
                deletion));
  }

  /** Native sidecars are init containers that listen. */
  private static ImmutableList<KubePod.ContainerPort> ports(ObjectReader spec) {
    return Stream.of("containers", "initContainers")
        .flatMap(
            field ->
                spec.list(field, it -> it.list("ports", KubePodDecoder::containerPort)).stream())
        .flatMap(ImmutableList::stream)
        .collect(toImmutableList());
  }

  private record Status(ImmutableList<String> podIps, String phase, boolean ready) {}

  private static Status status(ObjectReader in) {
    ImmutableList<String> ips = in.list("podIPs", ip -> ip.string("ip"));
    String first = in.string("podIP");
    // A kubelet always says; who writes a Pod by hand, into a folder, has nobody to say it.
    boolean ready =
        !in.list(
                "conditions",
                condition ->
                    condition.string("type").equals("Ready")
                        && !condition.string("status").equals("True"))
            .contains(true);
    return new Status(
        ips.isEmpty() && !first.isEmpty() ? ImmutableList.of(first) : ips,
        in.string("phase"),
        ready);
  }
}

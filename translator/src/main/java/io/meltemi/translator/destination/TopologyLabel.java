package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.Place;
import java.util.Optional;

/** Labels that say where something is: every workload has them, whether written on it or not. */
final class TopologyLabel {
  private static final String REGION = "topology.kubernetes.io/region";
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String SUBZONE = "topology.istio.io/subzone";
  private static final String NETWORK = "topology.istio.io/network";

  /** The node's name is in it, as Istio has it, though a node may call itself otherwise. */
  static final String NODE = "kubernetes.io/hostname";

  /** From the largest place to the smallest. */
  static final ImmutableList<String> DOWN_TO_ZONE = ImmutableList.of(REGION, ZONE);

  static final ImmutableList<String> DOWN_TO_NODE = ImmutableList.of(REGION, ZONE, SUBZONE, NODE);

  private TopologyLabel() {}

  /** The value of one of the labels of place, or nothing for any other label. */
  static Optional<String> value(String label, Place place) {
    return label.equals(NODE) ? Optional.of(place.node()) : value(label, place.locality());
  }

  private static Optional<String> value(String label, Locality locality) {
    return switch (label) {
      case REGION -> Optional.of(locality.region());
      case ZONE -> Optional.of(locality.zone());
      case SUBZONE -> Optional.of(locality.subzone());
      default -> Optional.empty();
    };
  }

  /** The value of any label on an endpoint; empty when it does not have it. */
  static String value(String label, MeshEndpoint endpoint) {
    if (label.equals(NETWORK)) {
      return endpoint.network();
    }
    if (label.equals(NODE)) {
      return endpoint.node();
    }
    return value(label, endpoint.locality())
        .orElseGet(() -> endpoint.labels().getOrDefault(label, ""));
  }
}

package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Weights of places by the percents of a {@code distribute} rule. */
final class LocalityShares {
  private static final Comparator<Map.Entry<String, Integer>> MOST_SPECIFIC_FIRST =
      Comparator.<Map.Entry<String, Integer>>comparingInt(
              entry -> -LocalityPattern.specificity(entry.getKey()))
          .thenComparing(Map.Entry::getKey);

  private LocalityShares() {}

  /**
   * A percent that several places share is split among them by their endpoints' weights; each place
   * counts for the most specific pattern that matches it. Without shares all places are weighed so.
   */
  static ImmutableList<LocalityGroup> of(
      ImmutableList<LocalityGroup> places, ImmutableSortedMap<String, Integer> shares) {
    ImmutableList.Builder<LocalityGroup> weighted = ImmutableList.builder();
    if (shares.isEmpty()) {
      places.forEach(place -> weighted.add(place.withWeight(place.endpointWeight())));
      return weighted.build();
    }
    List<LocalityGroup> left = new ArrayList<>(places);
    for (Map.Entry<String, Integer> share :
        ImmutableList.sortedCopyOf(MOST_SPECIFIC_FIRST, shares.entrySet())) {
      List<LocalityGroup> matching =
          left.stream()
              .filter(place -> LocalityPattern.matches(share.getKey(), place.locality()))
              .toList();
      left.removeAll(matching);
      long total = matching.stream().mapToLong(LocalityGroup::endpointWeight).sum();
      if (share.getValue() > 0) {
        matching.forEach(
            place ->
                weighted.add(
                    place.withWeight(
                        Math.ceilDiv(share.getValue() * place.endpointWeight(), total))));
      }
    }
    return ImmutableList.sortedCopyOf(
        Comparator.comparing(LocalityGroup::locality), weighted.build());
  }
}

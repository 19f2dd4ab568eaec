package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import java.util.ArrayList;
import java.util.List;

/**
 * What was made of the services of a view.
 *
 * @param parts one for each service, in a fixed order
 * @param set all of them
 */
public record ServiceResources(ImmutableList<ImmutableList<XdsResource>> parts, ResourceSet set) {

  /** Some parts, by their place, replaced by others with the same names. */
  public ServiceResources replacing(
      ImmutableMap<Integer, ImmutableList<XdsResource>> replacements) {
    if (replacements.isEmpty()) {
      return this;
    }
    List<ImmutableList<XdsResource>> next = new ArrayList<>(parts);
    List<XdsResource> changed = new ArrayList<>();
    replacements.forEach(
        (place, part) -> {
          next.set(place, part);
          changed.addAll(part);
        });
    return new ServiceResources(
        ImmutableList.copyOf(next), set.changed(changed, ImmutableList.of()));
  }
}

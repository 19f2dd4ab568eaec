package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the resources of services together. Views that see the same get the same set, so that it is
 * sorted, versioned and compared once for all of them.
 */
public final class ServiceResourceSets {
  private final Memo<Parts, ResourceSet> memo;

  private ServiceResourceSets(Memo<Parts, ResourceSet> memo) {
    this.memo = memo;
  }

  public static ServiceResourceSets create() {
    return new ServiceResourceSets(new Memo<>());
  }

  public static ServiceResourceSets withoutMemo() {
    return new ServiceResourceSets(Memo.disabled());
  }

  public ServiceResources of(List<ImmutableList<XdsResource>> parts) {
    ImmutableList<ImmutableList<XdsResource>> all = ImmutableList.copyOf(parts);
    return new ServiceResources(all, memo.get(new Parts(all), Parts::sorted));
  }

  private record Parts(ImmutableList<ImmutableList<XdsResource>> parts) {

    ResourceSet sorted() {
      List<XdsResource> all = new ArrayList<>();
      parts.forEach(all::addAll);
      return ResourceSet.of(all);
    }
  }
}

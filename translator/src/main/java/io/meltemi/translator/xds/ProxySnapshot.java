package io.meltemi.translator.xds;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;

/**
 * Everything one class of proxies has at one revision of the model, consistent in itself: every
 * EDS, RDS and SDS name that a cluster or listener refers to is in it.
 */
public record ProxySnapshot(ModelRevision revision, ImmutableMap<XdsType, ResourceSet> resources) {

  public static final ProxySnapshot EMPTY =
      new ProxySnapshot(ModelRevision.NONE, ImmutableMap.of());

  public static ProxySnapshot of(ModelRevision revision, Map<XdsType, ResourceSet> resources) {
    return new ProxySnapshot(revision, Maps.immutableEnumMap(resources));
  }

  public ResourceSet resources(XdsType type) {
    return resources.getOrDefault(type, ResourceSet.EMPTY);
  }
}

package io.meltemi.translator.model;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The mesh with some routing rules as they were before, beside the one true model, which it follows
 * from revision to revision. Parts that are the same in two models are the same in their variants,
 * by reference.
 *
 * <p>Only VirtualServices, DestinationRules and Gateways can be put differently. No variant can say
 * anything else of who may talk to whom, or of what there is in the mesh.
 *
 * <p>Mutable; belongs to one thread.
 */
public final class ModelVariant {

  private final ImmutableMap<ConfigKey, Optional<ConfigObject<?>>> substitutes;
  private MeshModel base = MeshModel.EMPTY;
  private MeshModel made = MeshModel.EMPTY;

  /**
   * A variant of any model.
   *
   * @param substitutes what stands in the place of an object; empty: nothing does
   */
  public ModelVariant(Map<ConfigKey, Optional<ConfigObject<?>>> substitutes) {
    this.substitutes = ImmutableMap.copyOf(substitutes);
    for (ConfigKey key : substitutes.keySet()) {
      if (!canPutDifferently(key.kind())) {
        throw new IllegalArgumentException(key + " cannot be put differently");
      }
    }
  }

  /** Whether objects of that kind may have substitutes. */
  public static boolean canPutDifferently(ConfigKind kind) {
    return kind == ConfigKind.VIRTUAL_SERVICE
        || kind == ConfigKind.DESTINATION_RULE
        || kind == ConfigKind.GATEWAY;
  }

  /** The variant of a model. It is of the same revision. */
  public MeshModel of(MeshModel model) {
    if (model != base && !substitutes.isEmpty()) {
      made = varied(model);
      base = model;
    }
    return substitutes.isEmpty() ? model : made;
  }

  private MeshModel varied(MeshModel model) {
    boolean sameVirtualServices = model.virtualServices() == base.virtualServices();
    boolean sameRules = model.destinationRules() == base.destinationRules();
    ObjectIndex<VirtualService> virtualServices =
        sameVirtualServices
            ? made.virtualServices()
            : varied(model.virtualServices(), ConfigKind.VIRTUAL_SERVICE, VirtualService.class);
    ObjectIndex<DestinationRule> destinationRules =
        sameRules
            ? made.destinationRules()
            : varied(model.destinationRules(), ConfigKind.DESTINATION_RULE, DestinationRule.class);
    return model.with(
        virtualServices,
        destinationRules,
        model.gateways() == base.gateways()
            ? made.gateways()
            : varied(model.gateways(), ConfigKind.GATEWAY, Gateway.class),
        sameVirtualServices && sameRules
            ? made.sourceClauses()
            : made.sourceClauses().of(virtualServices, destinationRules));
  }

  private <T extends ConfigSpec> ObjectIndex<T> varied(
      ObjectIndex<T> index, ConfigKind kind, Class<T> type) {
    Map<ConfigKey, Optional<ConfigObject<T>>> changes = new LinkedHashMap<>();
    substitutes.forEach(
        (key, object) -> {
          if (key.kind() == kind) {
            changes.put(key, object.flatMap(it -> it.as(type)));
          }
        });
    return index.with(changes);
  }
}

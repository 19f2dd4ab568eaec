package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.MeshConfig;

/** The part of the mesh's settings that services are derived with; a change derives all again. */
record DerivationDefaults(String domain, ImmutableList<String> serviceExportTo) {

  static DerivationDefaults of(String domain, MeshConfig config) {
    return new DerivationDefaults(domain, config.defaultServiceExportTo());
  }
}

package io.meltemi.translator.listener;

import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Optional;

/**
 * One filter chain.
 *
 * @param name empty for none
 * @param tls terminated before the filters see a byte, if given
 * @param config the object that asked for it, for the metadata {@code istio.config}
 */
record FilterChainInputs(
    String name,
    ChainMatch match,
    ChainFilters filters,
    Optional<DownstreamTls> tls,
    Optional<ConfigKey> config) {

  static FilterChainInputs of(String name, ChainMatch match, ChainFilters filters) {
    return new FilterChainInputs(name, match, filters, Optional.empty(), Optional.empty());
  }

  FilterChainInputs withMatch(ChainMatch other) {
    return new FilterChainInputs(name, other, filters, tls, config);
  }

  FilterChainInputs from(ConfigKey object) {
    return new FilterChainInputs(name, match, filters, tls, Optional.of(object));
  }
}

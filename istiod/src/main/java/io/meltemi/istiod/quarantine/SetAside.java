package io.meltemi.istiod.quarantine;

import io.meltemi.translator.config.ConfigObject;
import java.util.Optional;

/**
 * An object that is set aside as it is now.
 *
 * @param lastGood what stands in its place; empty: nothing does
 */
record SetAside(ConfigObject<?> refused, Optional<ConfigObject<?>> lastGood) {}

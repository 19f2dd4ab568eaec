package io.meltemi.istiod.state;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Position;
import org.jspecify.annotations.Nullable;

/** What becomes of one object. {@code object} is null when it is deleted. */
record ObjectChange(ConfigKey key, @Nullable ConfigObject<?> object, Position position) {}

package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Position;

/** An object and where it was written. The place is kept apart so that moving changes nothing. */
public record LocatedObject(ConfigObject<?> object, Position position) {}

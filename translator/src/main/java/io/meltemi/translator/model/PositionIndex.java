package io.meltemi.translator.model;

import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Position;
import java.util.Map;
import java.util.Optional;

/**
 * Where each user object is written down. Only reports look here: moving an object to another line
 * must translate nothing again.
 */
public final class PositionIndex {

  public static final PositionIndex EMPTY = new PositionIndex(ShardedMap.empty());

  private final ShardedMap<ConfigKey, Position> positions;

  private PositionIndex(ShardedMap<ConfigKey, Position> positions) {
    this.positions = positions;
  }

  /** {@link Position#NONE} when it is not known. */
  public Position of(ConfigKey object) {
    return positions.get(object).orElse(Position.NONE);
  }

  PositionIndex with(Map<ConfigKey, Optional<Position>> changes) {
    ShardedMap<ConfigKey, Position> next = positions.with(changes);
    return next == positions ? this : new PositionIndex(next);
  }
}

package io.meltemi.istiod.status;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How eagerly statuses are written.
 *
 * @param enabled whether at all
 * @param perSecond at most so many writes
 * @param look how often is looked for what is to be written
 * @param patience for how long after it begins to lead an istiod believes what a status says of
 *     proxies that refuse the object: they have to come back first
 */
@RecordBuilder
public record StatusConfig(boolean enabled, double perSecond, Duration look, Duration patience)
    implements StatusConfigBuilder.With {

  public static final StatusConfig DEFAULT =
      new StatusConfig(true, 20, Duration.ofMillis(500), Duration.ofSeconds(30));
}

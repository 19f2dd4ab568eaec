package io.meltemi.istiod.xds;

import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.XdsType;
import java.time.Instant;

/**
 * One response that went to a proxy.
 *
 * @param revision the model that its content comes from
 * @param version what the response called itself: delta {@code system_version_info}, or {@code
 *     version_info}
 * @param resources how many it carried
 * @param removed how many names it withdrew
 * @param at when it was handed to the transport
 */
public record Delivery(
    XdsType type,
    ModelRevision revision,
    String version,
    String nonce,
    int resources,
    int removed,
    Instant at) {}

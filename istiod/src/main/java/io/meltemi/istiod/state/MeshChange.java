package io.meltemi.istiod.state;

import io.meltemi.translator.model.MeshModel;
import java.time.Instant;

/**
 * A step from one model to the next.
 *
 * @param since when the oldest event arrived that is in it: what convergence is counted from
 */
public record MeshChange(MeshModel before, MeshModel after, Instant since) {}

package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.xds.ResourceSet;

/** The listeners of one side of a proxy, and what there is to say about the objects behind them. */
public record Listeners(ResourceSet resources, ImmutableList<Diagnostic> diagnostics) {}

package io.meltemi.translator.listener;

import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.proxy.ProxyKind;

/** What {@link ListenerSettings} depend on. */
record ListenerSettingsInputs(MeshConfig mesh, ProxyKind kind) {}

package io.meltemi.istiod.push;

import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.xds.ProxySnapshot;

/** What a proxy was told last, and what kind of proxy it was found to be. */
public record Served(ProxyClass proxyClass, ProxySnapshot snapshot) {}

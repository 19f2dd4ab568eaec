package io.meltemi.istiod.push;

import io.meltemi.translator.proxy.ProxyClass;
import java.time.Duration;

/** Hears what the publisher does, for metrics. Called on the mesh loop's thread. */
public interface TranslationObserver {

  TranslationObserver NONE = new TranslationObserver() {};

  /** All classes have been translated for one model, and told where something changed. */
  default void published(int classes, int proxiesTold, Duration took) {}

  /** A class could not be translated, which is our mistake; it keeps what it had. */
  default void failed(ProxyClass proxyClass, Throwable cause) {}
}

package io.meltemi.istiod.metrics;

import io.meltemi.istiod.push.TranslationObserver;
import io.meltemi.translator.proxy.ProxyClass;
import java.time.Duration;

/** Counts and times what the publisher does. */
public final class TranslationMeters implements TranslationObserver {

  private final IstiodMeters meters;

  public TranslationMeters(IstiodMeters meters) {
    this.meters = meters;
  }

  @Override
  public void published(int classes, int proxiesTold, Duration took) {
    meters.time("meltemi_publish_time", took);
  }

  @Override
  public void failed(ProxyClass proxyClass, Throwable cause) {
    meters.count("meltemi_internal_errors", "where", "translation");
  }
}

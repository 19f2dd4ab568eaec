package io.meltemi.istiod.admission;

import io.meltemi.webhook.values.InjectionValues;
import io.meltemi.webhook.values.InjectionValuesReader;
import io.meltemi.webhook.values.InjectionValuesReader.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values of injection as they were last readable. */
public final class CurrentValues {

  private static final Logger log = LoggerFactory.getLogger(CurrentValues.class);

  private volatile InjectionValues values;

  public CurrentValues(InjectionValues first) {
    values = first;
  }

  public InjectionValues get() {
    return values;
  }

  /**
   * Takes a new text, unless something is wrong with it: pods then go on being made with what was
   * right.
   *
   * @param source for the log
   */
  void take(String source, String text) {
    switch (InjectionValuesReader.read(text)) {
      case Reading.Accepted accepted -> {
        values = accepted.values();
        log.info("pods are injected with the values of {}", source);
      }
      case Reading.Rejected rejected ->
          log.error(
              "{} cannot be used, pods are injected with the values before: {}",
              source,
              String.join("; ", rejected.problems()));
    }
  }
}

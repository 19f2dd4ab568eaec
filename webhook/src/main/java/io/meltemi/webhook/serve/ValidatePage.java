package io.meltemi.webhook.serve;

import io.meltemi.webhook.review.AdmissionAnswer;
import io.meltemi.webhook.review.AdmissionRequest;
import io.meltemi.webhook.serve.AdmissionObserver.Outcome;
import io.meltemi.webhook.validate.Validator;

/** {@code /validate}. */
final class ValidatePage implements ReviewPage {

  private final AdmissionObserver observer;

  ValidatePage(AdmissionObserver observer) {
    this.observer = observer;
  }

  @Override
  public AdmissionAnswer answer(String path, AdmissionRequest request) {
    AdmissionAnswer answer = Validator.validate(request);
    observer.answered(
        switch (answer) {
          case AdmissionAnswer.Allowed _ -> Outcome.VALID;
          case AdmissionAnswer.Denied _ -> Outcome.INVALID;
        });
    return answer;
  }
}

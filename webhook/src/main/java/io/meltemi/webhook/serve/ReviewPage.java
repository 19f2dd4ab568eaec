package io.meltemi.webhook.serve;

import io.meltemi.webhook.review.AdmissionAnswer;
import io.meltemi.webhook.review.AdmissionRequest;

/** Answers reviews that come by one path. */
interface ReviewPage {

  AdmissionAnswer answer(String path, AdmissionRequest request);
}

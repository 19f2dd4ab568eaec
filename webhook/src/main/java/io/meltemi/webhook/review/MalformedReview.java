package io.meltemi.webhook.review;

/** The body of a request is no review. */
public final class MalformedReview extends Exception {

  private static final long serialVersionUID = 1;

  MalformedReview(String message) {
    super(message);
  }
}

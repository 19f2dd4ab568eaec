package io.meltemi.istiod.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The product page as a reader sees it. */
record BookPage(int status, String html, Duration took) {

  /** The colour of the stars; {@link #NONE} if there are none. */
  enum Stars {
    NONE,
    BLACK,
    RED
  }

  private static final Pattern POD = Pattern.compile("id=\"reviews-pod\">([^<]*)<");
  private static final String NO_REVIEWS =
      "Sorry, product reviews are currently unavailable for this book.";
  private static final String NO_DETAILS =
      "Sorry, product details are currently unavailable for this book.";
  private static final String NO_RATINGS = "Ratings service is currently unavailable";

  /** The version that the reviews came from: {@code reviews-v2}. Empty without reviews. */
  Optional<String> reviewsPod() {
    Matcher pod = POD.matcher(html);
    return pod.find() ? Optional.of(pod.group(1)) : Optional.empty();
  }

  boolean isBy(String version) {
    return reviewsPod().filter(("reviews-" + version)::equals).isPresent();
  }

  Stars stars() {
    if (!html.contains("class=\"stars\"")) {
      return Stars.NONE;
    }
    return html.contains("color: red") ? Stars.RED : Stars.BLACK;
  }

  boolean lacksReviews() {
    return html.contains(NO_REVIEWS);
  }

  boolean lacksDetails() {
    return html.contains(NO_DETAILS);
  }

  boolean lacksRatings() {
    return html.contains(NO_RATINGS);
  }

  boolean contains(String text) {
    return html.contains(text);
  }

  double seconds() {
    return took.toMillis() / 1000.0;
  }
}

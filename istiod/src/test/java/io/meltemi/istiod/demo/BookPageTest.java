package io.meltemi.istiod.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.demo.BookPage.Stars;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BookPageTest {

  @Test
  void saysWhoServedTheReviewsAndInWhatColour() {
    BookPage page =
        page("<p class=\"stars\" style=\"color: red\">★</p><u id=\"reviews-pod\">reviews-v3</u>");
    assertThat(page.isBy("v3")).isTrue();
    assertThat(page.stars()).isEqualTo(Stars.RED);
  }

  @Test
  void withoutStarsThereIsNoColour() {
    BookPage page = page("<u id=\"reviews-pod\">reviews-v1</u>");
    assertThat(page.stars()).isEqualTo(Stars.NONE);
    assertThat(page.isBy("v2")).isFalse();
  }

  @Test
  void knowsTheApologies() {
    assertThat(
            page("Sorry, product reviews are currently unavailable for this book.").lacksReviews())
        .isTrue();
    assertThat(page("Ratings service is currently unavailable").lacksRatings()).isTrue();
    assertThat(page("all is well").lacksDetails()).isFalse();
  }

  private static BookPage page(String html) {
    return new BookPage(200, html, Duration.ofMillis(5));
  }
}

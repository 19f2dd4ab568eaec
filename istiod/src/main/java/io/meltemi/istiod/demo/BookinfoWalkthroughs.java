package io.meltemi.istiod.demo;

import static io.meltemi.istiod.demo.DemoMesh.TRAFFIC;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.demo.BookPage.Stars;
import io.meltemi.istiod.demo.Step.Apply;
import io.meltemi.istiod.demo.Step.Check;
import io.meltemi.istiod.demo.Step.Edit;
import io.meltemi.istiod.demo.Step.Measure;
import io.meltemi.istiod.demo.Step.Remove;
import io.meltemi.istiod.demo.Step.Until;
import java.time.Duration;

/**
 * Every section of {@code samples/bookinfo/README.md}, in its order, with the facts stated there.
 * Each one starts from no rules at all and can be read on its own.
 */
final class BookinfoWalkthroughs {

  private static final Duration SOON = Duration.ofSeconds(15);

  /** Several slow pages: a busy machine makes one slower still, and never quicker. */
  private static final Duration SLOW = Duration.ofSeconds(60);

  private static final String V1 = "reviews-v1";

  /** Where policies go, each in the place of the last. */
  private static final String POLICY = "policy.yaml";

  private static final String V2 = "reviews-v2";
  private static final String V3 = "reviews-v3";
  private static final String JASON = "jason";

  private static final Step NO_RULES =
      new Until("without rules the versions take turns", SOON, Looks.versionsTakeTurns());

  static final ImmutableList<Walkthrough> ALL =
      ImmutableList.of(
          Walkthrough.of(
              "Start it",
              NO_RULES,
              new Check("the page is there", Looks.page(page -> page.contains("Comedy of Errors"))),
              new Check("details are there", Looks.page(page -> page.contains("PublisherA")))),
          Walkthrough.of(
              "Everybody is known",
              new Check("every app is told who calls it", IdentityLooks.everyCallerIsNamed()),
              new Check("istiod knows its proxies", IdentityLooks.istiodKnowsEveryProxy()),
              new Check(
                  "who is not known is refused", IdentityLooks.plaintextIsRefusedEverywhere())),
          Walkthrough.of(
              "The gateway",
              new Check("the API comes in", Looks.status("/api/v1/products", 200)),
              new Check("other paths do not", Looks.status("/details/0", 404)),
              new Check("nor does the root", Looks.status("/", 404))),
          Walkthrough.of(
              "One version for everybody",
              new Apply("virtual-service-all-v1.yaml", TRAFFIC),
              new Until("only v1 answers", SOON, Looks.exactlyVersions(V1)),
              new Check(
                  "no stars, however often you reload",
                  Looks.everyPage(20, page -> page.isBy("v1") && page.stars() == Stars.NONE))),
          Walkthrough.of(
              "A canary",
              new Apply("virtual-service-reviews-90-10.yaml", TRAFFIC),
              new Until("v2 is in", SOON, Looks.exactlyVersions(V1, V2)),
              new Measure("nine to one", Looks.shares(ImmutableMap.of(V1, 90, V2, 10))),
              new Apply("virtual-service-reviews-50-v3.yaml", TRAFFIC),
              new Until("v2 is out", SOON, Looks.exactlyVersions(V1, V3)),
              new Measure("half and half", Looks.shares(ImmutableMap.of(V1, 50, V3, 50))),
              new Apply("virtual-service-reviews-v3.yaml", TRAFFIC),
              new Until("only v3 answers", SOON, Looks.exactlyVersions(V3)),
              new Check(
                  "red stars at every reload",
                  Looks.everyPage(20, page -> page.isBy("v3") && page.stars() == Stars.RED))),
          Walkthrough.of(
              "A version for one user",
              new Apply("virtual-service-reviews-test-v2.yaml", TRAFFIC),
              new Until("only v1 answers", SOON, Looks.exactlyVersions(V1)),
              new Check(
                  "jason has black stars",
                  Looks.pageOf(JASON, page -> page.isBy("v2") && page.stars() == Stars.BLACK)),
              new Check(
                  "somebody else has none",
                  Looks.pageOf("maria", page -> page.isBy("v1") && page.stars() == Stars.NONE)),
              new Check("nor has nobody", Looks.everyPage(10, page -> page.isBy("v1")))),
          Walkthrough.of(
              "A delay, and the bug it finds",
              new Apply("virtual-service-ratings-test-delay.yaml", TRAFFIC),
              new Until(
                  "jason's reviews are gone", SLOW, Looks.pageOf(JASON, BookPage::lacksReviews)),
              new Until(
                  "which takes six seconds",
                  SLOW,
                  Looks.pageOf(JASON, page -> page.lacksReviews() && isAbout(6, page))),
              new Until(
                  "everybody else notices nothing",
                  SLOW,
                  Looks.everyPage(5, page -> page.isBy("v1") && page.seconds() < 2)),
              new Edit(TRAFFIC, "subset: v2", "subset: v3"),
              new Until(
                  "v3 has the fix: jason has v3",
                  SLOW,
                  Looks.pageOf(JASON, page -> page.isBy("v3"))),
              new Until(
                  "after two and a half seconds, with reviews and without stars",
                  SLOW,
                  Looks.pageOf(
                      JASON,
                      page ->
                          page.isBy("v3") && page.stars() == Stars.NONE && isAbout(2.5, page)))),
          Walkthrough.of(
              "A failure",
              new Apply("virtual-service-ratings-test-abort.yaml", TRAFFIC),
              new Until(
                  "jason's stars are gone",
                  SOON,
                  Looks.pageOf(JASON, page -> page.isBy("v2") && page.lacksRatings())),
              new Until(
                  "at once, and his reviews are there",
                  SLOW,
                  Looks.pageOf(
                      JASON, page -> page.isBy("v2") && page.lacksRatings() && page.seconds() < 2)),
              new Check("everybody else has v1", Looks.everyPage(10, page -> page.isBy("v1")))),
          Walkthrough.of(
              "A rehearsal with real traffic",
              new Apply("virtual-service-reviews-mirror.yaml", TRAFFIC),
              new Until("v3 hears of a request", SOON, MirrorLook.any()),
              new Check("v3 gets a copy of every request", MirrorLook.of(20))),
          Walkthrough.of(
              "A service outside of the mesh",
              new Apply("virtual-service-details-v2.yaml", TRAFFIC),
              new Until("details are gone", SOON, Looks.page(BookPage::lacksDetails)),
              new Apply("egress-serviceentry.yaml", "egress-serviceentry.yaml"),
              new Until(
                  "details are back", SOON, Looks.page(page -> page.contains("Outside Press"))),
              new Check("from outside: 80 pages", Looks.page(page -> page.contains("<dd>80</dd>"))),
              new Remove("egress-serviceentry.yaml"),
              new Until("and gone again", SOON, Looks.page(BookPage::lacksDetails))),
          Walkthrough.of(
              "Only who may",
              new Remove(TRAFFIC),
              new Apply("../policy/allow-nothing.yaml", POLICY),
              new Until("nobody may anything", SOON, Looks.status("/productpage", 403)),
              new Apply("../policy/page-only.yaml", POLICY),
              new Until(
                  "the page may be read, and may read nothing itself",
                  SOON,
                  Looks.page(page -> page.lacksDetails() && page.lacksReviews())),
              new Apply("../policy/by-account.yaml", POLICY),
              new Until(
                  "all is there",
                  SOON,
                  Looks.everyPage(
                      12,
                      page ->
                          !page.lacksDetails() && !page.lacksReviews() && !page.lacksRatings())),
              new Check("reading is all one may", PolicyLooks.signingIn(403)),
              new Until(
                  "reviews may ask ratings",
                  SOON,
                  PolicyLooks.call("reviews-v1", "http://ratings:9080/ratings/0", 200)),
              new Check(
                  "the page may not",
                  PolicyLooks.call("productpage-v1", "http://ratings:9080/ratings/0", 403)),
              new Remove(POLICY),
              new Until("everybody may everything", SOON, PolicyLooks.signingIn(302))),
          Walkthrough.of(
              "A token at the front door",
              new Check("without rules no token is asked for", Looks.status("/productpage", 200)),
              new Apply("../policy/jwt-at-the-gateway.yaml", POLICY),
              new Until(
                  "without a token one stays outside", SOON, Looks.status("/productpage", 403)),
              new Check("with alice's one comes in", PolicyLooks.withAlicesToken(200)),
              new Until("a broken one is no token", SOON, PolicyLooks.withABrokenToken(401)),
              new Remove(POLICY),
              new Until("the door is open again", SOON, Looks.status("/productpage", 200))),
          Walkthrough.of(
              "Back to the start",
              new Remove(TRAFFIC),
              NO_RULES,
              new Until("details are ours", SOON, Looks.page(page -> page.contains("PublisherA"))),
              new Check("every app was told who calls it", IdentityLooks.everyCallerIsNamed())));

  private BookinfoWalkthroughs() {}

  /** Half a second for everything but the waiting. */
  private static boolean isAbout(double seconds, BookPage page) {
    return page.seconds() >= seconds - 0.1 && page.seconds() < seconds + 1.0;
  }
}

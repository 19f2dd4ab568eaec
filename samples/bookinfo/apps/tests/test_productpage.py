from __future__ import annotations

import unittest
from unittest import mock

from .harness import AppTest, Reply, free_address, upstream
import details
import productpage
import ratings
import reviews
import serving
from serving import Response


class ShopTest(AppTest):
    def shop(self, **reviews_env: str) -> serving.Server:
        """All four services, as wired in the mesh but without one."""
        stars = self.serve(ratings.create)
        opinions = self.serve(reviews.create, **upstream("ratings", stars), **reviews_env)
        facts = self.serve(details.create)
        return self.serve(productpage.create, **upstream("ratings", stars), **upstream("reviews", opinions),
                          **upstream("details", facts))

    def page(self, server: serving.Server, cookie: str = "") -> str:
        reply = self.call(server, "/productpage", headers={"cookie": cookie} if cookie else {})
        self.assertEqual(reply.status, 200)
        self.assertEqual(reply.headers["content-type"], "text/html; charset=utf-8")
        return reply.text


class PageTest(ShopTest):
    def test_page_with_v1_shows_details_and_reviews_without_stars(self) -> None:
        page = self.page(self.shop(HOSTNAME="reviews-v1"))
        for text in ("The Comedy of Errors", "PublisherA", "Reviewer1", "Reviewer2", ">reviews-v1<"):
            self.assertIn(text, page)
        self.assertNotIn("★", page)

    def test_page_with_v2_and_v3_shows_stars_in_color(self) -> None:
        for color in ("black", "red"):
            page = self.page(self.shop(ENABLE_RATINGS="true", STAR_COLOR=color))
            self.assertIn(f'aria-label="5 of 5 {color} stars">★★★★★<', page)
            self.assertIn(f'aria-label="4 of 5 {color} stars">★★★★☆<', page)

    def test_page_says_what_is_unavailable(self) -> None:
        host, port = free_address()
        nowhere = {f"{name}_{key}": value for name in ("DETAILS", "REVIEWS")
                   for key, value in (("HOSTNAME", host), ("SERVICE_PORT", str(port)))}
        page = self.page(self.serve(productpage.create, **nowhere))
        self.assertIn("Sorry, product details are currently unavailable for this book.", page)
        self.assertIn("Sorry, product reviews are currently unavailable for this book.", page)

    def test_page_says_that_ratings_are_unavailable(self) -> None:
        host, port = free_address()
        opinions = self.serve(reviews.create, ENABLE_RATINGS="true", RATINGS_HOSTNAME=host, RATINGS_SERVICE_PORT=str(port))
        page = self.page(self.serve(productpage.create, **upstream("reviews", opinions)))
        self.assertEqual(page.count("Ratings service is currently unavailable"), 2)
        self.assertIn("Reviewer1", page)

    def test_reviews_are_tried_twice_for_three_seconds_each(self) -> None:
        server = self.serve(productpage.create)
        with mock.patch("serving.get_json", return_value=serving.Answer(0, None)) as get_json:
            reply = self.call(server, "/api/v1/products/0/reviews")
        self.assertEqual([(call[0][0], call[0][2]) for call in get_json.call_args_list],
                         [("http://reviews:9080/reviews/0", 3.0)] * 2)
        self.assertEqual((reply.status, reply.json()),
                         (500, {"error": "Sorry, product reviews are currently unavailable for this book."}))

    def test_answer_of_an_upstream_cannot_inject_html(self) -> None:
        evil = "<script>alert(1)</script>"
        opinions = self.stub("/reviews/0", lambda _: Response.of_json({"podname": evil, "clustername": evil, "reviews": [
            {"reviewer": evil, "text": evil, "rating": {"stars": 99, "color": '"' + evil}}, {"rating": {"error": evil}}]}))
        self.assertNotIn("<script>", self.page(self.serve(productpage.create, **upstream("reviews", opinions))))

    def test_index_and_health(self) -> None:
        server = self.serve(productpage.create)
        self.assertIn('href="/productpage"', self.call(server, "/").text)
        self.assertEqual(self.call(server, "/health").text, "Product page is healthy")


class ApiTest(ShopTest):
    def test_api_gives_products_details_reviews_and_ratings(self) -> None:
        server = self.shop(HOSTNAME="reviews-v1")
        self.assertEqual(self.call(server, "/api/v1/products").json()[0]["title"], "The Comedy of Errors")
        self.assertEqual(self.call(server, "/api/v1/products/0").json()["publisher"], "PublisherA")
        self.assertEqual(self.call(server, "/api/v1/products/0/reviews").json()["podname"], "reviews-v1")
        self.assertEqual(self.call(server, "/api/v1/products/0/ratings").json()["ratings"]["Reviewer2"], 4)

    def test_api_passes_the_status_of_the_upstream_on(self) -> None:
        facts = self.stub("/details/0", lambda _: Response.of_json({"error": "why"}, 503))
        reply = self.call(self.serve(productpage.create, **upstream("details", facts)), "/api/v1/products/0")
        self.assertEqual((reply.status, reply.json()),
                         (503, {"error": "Sorry, product details are currently unavailable for this book."}))


class SessionTest(ShopTest):
    def sign_in(self, server: serving.Server, user: str) -> Reply:
        return self.call(server, "/login", "POST", f"username={user}&passwd=x".encode())

    def test_user_signs_in_and_out(self) -> None:
        server = self.shop()
        reply = self.sign_in(server, "jason")
        self.assertEqual((reply.status, reply.headers["location"]), (302, "/productpage"))
        cookie = reply.headers["set-cookie"].split(";")[0]
        self.assertIn("Signed in as <b>jason</b>", self.page(server, cookie))
        self.assertIn("Max-Age=0", self.call(server, "/logout", headers={"cookie": cookie}).headers["set-cookie"])
        self.assertNotIn("Signed in", self.page(server))

    def test_end_user_is_what_the_session_says(self) -> None:
        seen = []
        opinions = self.stub("/reviews/0", lambda request: seen.append(request.headers.get("end-user")) or Response.of_json({}))
        server = self.serve(productpage.create, **upstream("reviews", opinions))
        for headers in ({"cookie": "session=jason"}, {"end-user": "jason"}, {"cookie": "session=mary", "end-user": "jason"},
                        {"cookie": "session=a%0d%0ab"}):
            self.call(server, "/api/v1/products/0/reviews", headers=headers)
        self.assertEqual(seen, ["jason", None, "mary", None])

    def test_name_that_cannot_be_a_header_is_refused(self) -> None:
        server = self.serve(productpage.create)
        for name in ("", "a%0d%0ab", "x" * 65, "%3Cb%3E"):
            self.assertEqual(self.sign_in(server, name).status, 400)


if __name__ == "__main__":
    unittest.main()

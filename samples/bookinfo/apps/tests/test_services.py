from __future__ import annotations

import json
import unittest
from unittest import mock

from .harness import AppTest, free_address, upstream
import details
import external
import ratings
import reviews
from serving import Response


class RatingsTest(AppTest):
    def test_reviewers_have_given_five_and_four_stars(self) -> None:
        reply = self.call(self.serve(ratings.create), "/ratings/0")
        self.assertEqual(reply.headers["content-type"], "application/json")
        self.assertEqual(reply.json(), {"id": 0, "ratings": {"Reviewer1": 5, "Reviewer2": 4}})

    def test_posted_ratings_are_kept(self) -> None:
        server = self.serve(ratings.create)
        self.call(server, "/ratings/0", "POST", json.dumps({"Reviewer1": 1}).encode())
        self.assertEqual(self.call(server, "/ratings/0").json(), {"id": 0, "ratings": {"Reviewer1": 1}})
        self.assertEqual(self.call(server, "/ratings/1").json()["ratings"]["Reviewer1"], 5)

    def test_nonsense_is_refused(self) -> None:
        server = self.serve(ratings.create)
        self.assertEqual(self.call(server, "/ratings/abc").json(), {"error": "please provide numeric product ID"})
        for body in (b"", b"[1]", b"{", b"[" * 60000):
            reply = self.call(server, "/ratings/0", "POST", body)
            self.assertEqual((reply.status, reply.json()), (400, {"error": "please provide valid ratings JSON"}))


class ReviewsTest(AppTest):
    def test_v1_has_no_stars_and_calls_nobody(self) -> None:
        body = self.call(self.serve(reviews.create, HOSTNAME="reviews-v1"), "/reviews/0").json()
        self.assertEqual((body["id"], body["podname"], body["clustername"]), ("0", "reviews-v1", "null"))
        self.assertEqual([each["reviewer"] for each in body["reviews"]], ["Reviewer1", "Reviewer2"])
        self.assertNotIn("rating", body["reviews"][0])

    def test_v2_and_v3_have_stars_of_their_color(self) -> None:
        stars = self.serve(ratings.create)
        for color in ("black", "red"):
            server = self.serve(reviews.create, ENABLE_RATINGS="true", STAR_COLOR=color, **upstream("ratings", stars))
            body = self.call(server, "/reviews/0").json()
            self.assertEqual([each["rating"] for each in body["reviews"]],
                             [{"stars": 5, "color": color}, {"stars": 4, "color": color}])

    def test_failing_ratings_are_an_error_in_each_review(self) -> None:
        for handler in (lambda _: Response.of_json({}, 500), lambda _: Response.of_json([1]),
                        lambda _: Response.of_json({"ratings": {"Reviewer1": "many"}})):
            stars = self.stub("/ratings/0", handler)
            server = self.serve(reviews.create, ENABLE_RATINGS="true", **upstream("ratings", stars))
            reply = self.call(server, "/reviews/0")
            self.assertEqual(reply.status, 200)
            for each in reply.json()["reviews"]:
                self.assertEqual(each["rating"], {"error": "Ratings service is currently unavailable"})

    def test_black_waits_ten_seconds_and_red_two_and_a_half(self) -> None:
        for color, seconds in (("black", 10.0), ("red", 2.5)):
            server = self.serve(reviews.create, ENABLE_RATINGS="true", STAR_COLOR=color)
            with mock.patch("serving.get_json", return_value=reviews.serving.Answer(0, None)) as get_json:
                self.call(server, "/reviews/0")
            self.assertEqual(get_json.call_args[0][2], seconds)

    def test_headers_travel_on_to_ratings(self) -> None:
        seen = {}
        stars = self.stub("/ratings/0", lambda request: seen.update(request.headers.items()) or Response.of_json({}))
        server = self.serve(reviews.create, ENABLE_RATINGS="true", **upstream("ratings", stars))
        sent = {name: f"value-of-{name}" for name in (
            "x-request-id", "x-b3-traceid", "b3", "traceparent", "tracestate", "x-ot-span-context", "x-cloud-trace-context",
            "x-datadog-trace-id", "grpc-trace-bin", "sw8", "end-user", "user-agent", "cookie", "authorization")}
        self.call(server, "/reviews/0", headers={**sent, "x-private": "stays"})
        lower = {name.lower(): value for name, value in seen.items()}
        self.assertEqual({name: lower.get(name) for name in sent}, sent)
        self.assertNotIn("x-private", lower)


class DetailsTest(AppTest):
    def test_v1_knows_the_book(self) -> None:
        server = self.serve(details.create)
        self.assertEqual(self.call(server, "/details/0").json()["publisher"], "PublisherA")
        self.assertEqual(self.call(server, "/details/x").json(), {"error": "please provide numeric product id"})
        self.assertEqual(self.call(server, "/health").json(), {"status": "Details is healthy"})

    def test_v2_asks_the_outside(self) -> None:
        outside = self.serve(external.create)
        server = self.serve(details.create, ENABLE_EXTERNAL_BOOK_SERVICE="true", EXTERNAL_BOOK_SERVICE_URL=outside.url)
        self.assertEqual(self.call(server, "/details/0").json(), {
            "id": 0, "author": "William Shakespeare", "year": "2002", "type": "paperback", "pages": 80,
            "publisher": "Outside Press", "language": "English", "ISBN-10": "0486424618", "ISBN-13": "9780486424613"})

    def test_v2_tells_the_outside_nothing_about_its_caller(self) -> None:
        seen = {}
        outside = self.stub("/books/v1/volumes", lambda request: seen.update(request.headers.items()) or Response.of_json({}))
        server = self.serve(details.create, ENABLE_EXTERNAL_BOOK_SERVICE="true", EXTERNAL_BOOK_SERVICE_URL=outside.url)
        reply = self.call(server, "/details/0", headers={"cookie": "session=jason", "authorization": "x", "x-request-id": "1"})
        self.assertEqual(reply.status, 502)
        lower = {name.lower() for name in seen}
        self.assertIn("x-request-id", lower)
        self.assertFalse({"cookie", "authorization"} & lower)

    def test_v2_without_the_outside_is_an_error(self) -> None:
        host, port = free_address()
        server = self.serve(details.create, ENABLE_EXTERNAL_BOOK_SERVICE="true",
                            EXTERNAL_BOOK_SERVICE_URL=f"http://{host}:{port}")
        reply = self.call(server, "/details/0")
        self.assertEqual((reply.status, reply.json()), (502, {"error": "the external book service is not reachable"}))

    def test_unknown_isbn_is_an_empty_search_result(self) -> None:
        reply = self.call(self.serve(external.create), "/books/v1/volumes?q=isbn:1")
        self.assertEqual(reply.json(), {"kind": "books#volumes", "totalItems": 0})


if __name__ == "__main__":
    unittest.main()

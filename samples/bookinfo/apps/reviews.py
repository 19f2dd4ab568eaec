"""reviews: what two readers think of the book. v1 without stars, v2 with black and v3 with red ones (from ratings).

Environment: SERVICE_VERSION (default v1), ENABLE_RATINGS=true to ask for stars, STAR_COLOR (default black), HOSTNAME and
CLUSTER_NAME (shown as `podname` and `clustername`), RATINGS_HOSTNAME, RATINGS_SERVICE_PORT, SERVICES_DOMAIN.
"""

from __future__ import annotations

import sys
from typing import Dict, Mapping

import serving
from serving import App, Request, Response

REVIEWS = (
    ("Reviewer1", "Two pairs of twins, one town, and nobody asks the obvious question until the last act. I laughed all through it."),
    ("Reviewer2", "Quick, silly and warm-hearted. Do not look for the depth of the later plays."),
)

# The patience with ratings is part of the fault injection story. v2 waits 10 s, longer than the 6 s that productpage
# grants reviews: with a delay of 7 s in between, productpage gives up first and the reviews are lost with the stars.
# v3 carries the fix: it gives up on the stars after 2.5 s, so that the reviews still arrive.
PATIENT_SECONDS = 10.0
FIXED_SECONDS = 2.5


class Reviews:
    def __init__(self, env: Mapping[str, str]):
        self._with_ratings = env.get("ENABLE_RATINGS", "").lower() == "true"
        self._color = env.get("STAR_COLOR", "black")
        self._timeout = PATIENT_SECONDS if self._color == "black" else FIXED_SECONDS
        self._ratings_url = serving.service_url(env, "ratings")
        self._pod = env.get("HOSTNAME", "null")
        self._cluster = env.get("CLUSTER_NAME", "null")

    def get(self, request: Request) -> Response:
        book = request.args[0]
        stars = self._stars(book, request) if self._with_ratings else {}
        reviews = [self._review(name, text, stars) for name, text in REVIEWS]
        return Response.of_json({"id": book, "podname": self._pod, "clustername": self._cluster, "reviews": reviews})

    def _review(self, name: str, text: str, stars: Mapping[str, object]) -> Dict[str, object]:
        review: Dict[str, object] = {"reviewer": name, "text": text}
        if self._with_ratings:
            given = stars.get(name)
            review["rating"] = {"stars": given, "color": self._color} if isinstance(given, int) \
                else {"error": "Ratings service is currently unavailable"}
        return review

    def _stars(self, book: str, request: Request) -> Mapping[str, object]:
        answer = serving.get_json(f"{self._ratings_url}/ratings/{book}", request.forwarded(), self._timeout)
        ratings = answer.body.get("ratings") if answer.is_ok() and isinstance(answer.body, dict) else None
        return ratings if isinstance(ratings, dict) else {}


def create(env: Mapping[str, str]) -> App:
    app = App("reviews", env)
    app.route("GET", r"/reviews/([0-9]{1,9})", Reviews(env).get)
    app.route("GET", r"/health", lambda _: Response.of_json({"status": "Reviews is healthy"}))
    return app


if __name__ == "__main__":
    sys.exit(serving.main(create))

"""productpage: the page of the one book we sell. Calls details and reviews (and ratings, for the API only).

Environment: SERVICE_VERSION (default v1), and for each of DETAILS, REVIEWS, RATINGS: X_HOSTNAME, X_SERVICE_PORT;
SERVICES_DOMAIN for all of them.
"""

from __future__ import annotations

import re
import sys
import urllib.parse
from typing import Dict, Mapping

import page
import serving
from serving import Answer, App, Request, Response

PRODUCTS = (
    {
        "id": 0,
        "title": "The Comedy of Errors",
        "descriptionHtml": "Shakespeare's shortest play, and one of his first: two pairs of identical twins, parted in a"
                           " shipwreck, walk through the same town on the same day, and everybody takes each of them for"
                           " the other.",
    },
)

TRY_SECONDS = 3.0
# Twice 3 s for reviews, while reviews v2 waits 10 s for ratings: two teams that never compared their timeouts. Left in on
# purpose; finding it is what the delay walk-through is for.
REVIEWS_TRIES = 2

SESSION_COOKIE = "session"
USER_NAME = re.compile(r"[A-Za-z0-9._@-]{1,64}")  # it becomes the value of a header


class ProductPage:
    def __init__(self, env: Mapping[str, str]):
        self._urls = {service: serving.service_url(env, service) for service in ("details", "reviews", "ratings")}

    def index(self, _: Request) -> Response:
        return Response.of_html(page.index(self._urls))

    def front(self, request: Request) -> Response:
        book = PRODUCTS[0]
        details = self._get("details", book["id"], request)
        reviews = self._get("reviews", book["id"], request, tries=REVIEWS_TRIES)
        return Response.of_html(page.product(book, details.body, reviews.body, _user(request)))

    def products(self, _: Request) -> Response:
        return Response.of_json(PRODUCTS)

    def details(self, request: Request) -> Response:
        return _as_api(self._get("details", request.args[0], request))

    def reviews(self, request: Request) -> Response:
        return _as_api(self._get("reviews", request.args[0], request, tries=REVIEWS_TRIES))

    def ratings(self, request: Request) -> Response:
        return _as_api(self._get("ratings", request.args[0], request))

    def _get(self, service: str, book: object, request: Request, tries: int = 1) -> Answer:
        headers = _forwarded(request)
        answer = Answer(0, None)
        for _ in range(tries):
            answer = serving.get_json(f"{self._urls[service]}/{service}/{book}", headers, TRY_SECONDS)
            if answer.is_ok() and isinstance(answer.body, dict):
                return answer
        failed = answer.status if answer.status >= 400 else 500
        return Answer(failed, {"error": f"Sorry, product {service} are currently unavailable for this book."})


def login(request: Request) -> Response:
    """Anybody may be anybody: the sample has users, to route by, but no passwords."""
    form = dict(urllib.parse.parse_qsl(request.body.decode("latin-1")))
    user = form.get("username", request.query.get("username", ""))
    if not USER_NAME.fullmatch(user):
        return Response.of_text("A user name has 1 to 64 letters, digits, or . _ @ -", 400)
    return _to_product_page(f"{SESSION_COOKIE}={user}; Path=/; HttpOnly; SameSite=Lax")


def logout(_: Request) -> Response:
    return _to_product_page(f"{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")


def _to_product_page(cookie: str) -> Response:
    return Response(302, b"", "text/plain", {"location": "/productpage", "set-cookie": cookie})


def _user(request: Request) -> str:
    user = request.cookies().get(SESSION_COOKIE, "")
    return user if USER_NAME.fullmatch(user) else ""


def _forwarded(request: Request) -> Dict[str, str]:
    """`end-user` is what the session says, never what the browser says: the front of the mesh does not trust the header."""
    headers = request.forwarded()
    headers.pop("end-user", None)
    user = _user(request)
    return {**headers, "end-user": user} if user else headers


def _as_api(answer: Answer) -> Response:
    return Response.of_json(answer.body, answer.status)


def create(env: Mapping[str, str]) -> App:
    app = App("productpage", env)
    product_page = ProductPage(env)
    app.route("GET", r"/|/index\.html", product_page.index)
    app.route("GET", r"/productpage", product_page.front)
    app.route("POST", r"/login", login)
    app.route("GET", r"/logout", logout)
    app.route("GET", r"/health", lambda _: Response.of_text("Product page is healthy"))
    app.route("GET", r"/api/v1/products", product_page.products)
    app.route("GET", r"/api/v1/products/([0-9]{1,9})", product_page.details)
    app.route("GET", r"/api/v1/products/([0-9]{1,9})/reviews", product_page.reviews)
    app.route("GET", r"/api/v1/products/([0-9]{1,9})/ratings", product_page.ratings)
    return app


if __name__ == "__main__":
    sys.exit(serving.main(create))

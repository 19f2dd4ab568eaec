"""details: publisher, pages and numbers of the book. v1 knows them itself; v2 asks a book service outside of the mesh.

Environment: SERVICE_VERSION (default v1), ENABLE_EXTERNAL_BOOK_SERVICE=true for what v2 does, EXTERNAL_BOOK_SERVICE_URL
(default http://books.example.com:9080; plain HTTP, so that the sidecar sees the request).
"""

from __future__ import annotations

import sys
from typing import Dict, Mapping

import serving
from serving import App, Request, Response

ISBN = "0486424618"
EXTERNAL_SECONDS = 2.5  # less than the 3 s that productpage waits, so that our error arrives instead of none


class Details:
    def __init__(self, env: Mapping[str, str]):
        self._external = env.get("ENABLE_EXTERNAL_BOOK_SERVICE", "").lower() == "true"
        self._external_url = env.get("EXTERNAL_BOOK_SERVICE_URL", "http://books.example.com:9080")

    def get(self, request: Request) -> Response:
        text = request.args[0]
        if not text.isdecimal() or len(text) > 9:
            return Response.of_json({"error": "please provide numeric product id"}, 400)
        return self._ask_outside(int(text), request) if self._external else Response.of_json(_own_details(int(text)))

    def _ask_outside(self, book: int, request: Request) -> Response:
        url = f"{self._external_url}/books/v1/volumes?q=isbn:{ISBN}"
        # Tracing goes along; who our caller is (cookies, tokens) is none of a stranger's business.
        answer = serving.get_json(url, request.forwarded(serving.TRACE_HEADERS), EXTERNAL_SECONDS)
        if not answer.is_ok():
            return Response.of_json({"error": "the external book service is not reachable"}, 502)
        try:
            return Response.of_json(_details_of_volume(book, answer.body["items"][0]["volumeInfo"]))
        except (KeyError, IndexError, TypeError):
            return Response.of_json({"error": "the external book service does not know this book"}, 502)


def _own_details(book: int) -> Dict[str, object]:
    return {
        "id": book,
        "author": "William Shakespeare",
        "year": 1595,
        "type": "paperback",
        "pages": 200,
        "publisher": "PublisherA",
        "language": "English",
        "ISBN-10": "1234567890",
        "ISBN-13": "123-1234567890",
    }


def _details_of_volume(book: int, volume: Mapping[str, object]) -> Dict[str, object]:
    isbns = {each["type"]: each["identifier"] for each in volume["industryIdentifiers"]}
    return {
        "id": book,
        "author": volume["authors"][0],
        "year": volume["publishedDate"],
        "type": "paperback" if volume["printType"] == "BOOK" else "unknown",
        "pages": volume["pageCount"],
        "publisher": volume["publisher"],
        "language": "English" if volume["language"] == "en" else "unknown",
        "ISBN-10": isbns["ISBN_10"],
        "ISBN-13": isbns["ISBN_13"],
    }


def create(env: Mapping[str, str]) -> App:
    app = App("details", env)
    app.route("GET", r"/details/([^/]*)", Details(env).get)
    app.route("GET", r"/health", lambda _: Response.of_json({"status": "Details is healthy"}))
    return app


if __name__ == "__main__":
    sys.exit(serving.main(create))

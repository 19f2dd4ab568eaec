"""ratings: how many stars each reviewer gave. Kept in memory; a POST replaces the ratings of one book.

Environment: SERVICE_VERSION (default v1; names the version in the log).
"""

from __future__ import annotations

import json
import sys
from typing import Dict, Mapping

import serving
from serving import App, Request, Response

MAX_BOOKS = 1000  # POST is open to everybody; memory is not


class Ratings:
    def __init__(self) -> None:
        self._by_book: Dict[int, object] = {}

    def get(self, request: Request) -> Response:
        book = _book(request)
        if book is None:
            return _refused("please provide numeric product ID")
        return self._answer(book)

    def post(self, request: Request) -> Response:
        book = _book(request)
        if book is None:
            return _refused("please provide numeric product ID")
        try:
            ratings = json.loads(request.body)
        except (ValueError, RecursionError):
            return _refused("please provide valid ratings JSON")
        if not isinstance(ratings, dict) or (book not in self._by_book and len(self._by_book) >= MAX_BOOKS):
            return _refused("please provide valid ratings JSON")
        self._by_book[book] = ratings
        return self._answer(book)

    def _answer(self, book: int) -> Response:
        return Response.of_json({"id": book, "ratings": self._by_book.get(book, {"Reviewer1": 5, "Reviewer2": 4})})


def _book(request: Request) -> "int | None":
    text = request.args[0]
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _refused(why: str) -> Response:
    return Response.of_json({"error": why}, 400)


def create(env: Mapping[str, str]) -> App:
    app = App("ratings", env)
    ratings = Ratings()
    app.route("GET", r"/ratings/([^/]*)", ratings.get)
    app.route("POST", r"/ratings/([^/]*)", ratings.post)
    app.route("GET", r"/health", lambda _: Response.of_json({"status": "Ratings is healthy"}))
    return app


if __name__ == "__main__":
    sys.exit(serving.main(create))

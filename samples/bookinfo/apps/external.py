"""external: a book service "on the internet", for the egress walk-through. It is not a part of the mesh.

Answers in the shape of the public book search that details v2 was written for. Listens where --host and --port say.
"""

from __future__ import annotations

import sys
from typing import Mapping

import serving
from serving import App, Request, Response

BOOKS = {
    "0486424618": {
        "title": "The Comedy of Errors",
        "authors": ["William Shakespeare"],
        "publisher": "Outside Press",
        "publishedDate": "2002",
        "industryIdentifiers": [
            {"type": "ISBN_10", "identifier": "0486424618"},
            {"type": "ISBN_13", "identifier": "9780486424613"},
        ],
        "pageCount": 80,
        "printType": "BOOK",
        "language": "en",
    },
}


def volumes(request: Request) -> Response:
    field, _, isbn = request.query.get("q", "").partition(":")
    book = BOOKS.get(isbn) if field == "isbn" else None
    found = {"kind": "books#volumes", "totalItems": 1 if book else 0}
    return Response.of_json({**found, "items": [{"kind": "books#volume", "volumeInfo": book}]} if book else found)


def create(env: Mapping[str, str]) -> App:
    app = App("external", env)
    app.route("GET", r"/books/v1/volumes", volumes)
    app.route("GET", r"/health", lambda _: Response.of_json({"status": "External is healthy"}))
    return app


if __name__ == "__main__":
    sys.exit(serving.main(create))

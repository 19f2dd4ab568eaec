"""The HTML of productpage. Everything that came over the network is escaped here, and nowhere else."""

from __future__ import annotations

import html
from typing import Mapping

MAX_STARS = 5

STYLE = """
:root { --ink: #22303c; --soft: #6b7a87; --line: #dfe5ea; --sea: #1f6f8b; --paper: #fbfcfd; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
header { display: flex; gap: 1rem; align-items: center; justify-content: space-between; padding: .8rem 1.5rem;
  background: var(--sea); color: #fff; }
header a { color: #fff; text-decoration: none; }
header form { display: flex; gap: .4rem; margin: 0; }
input, button { font: inherit; padding: .2rem .6rem; border: 1px solid var(--line); border-radius: 4px; }
main { max-width: 62rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { margin: 0 0 .3rem; font-weight: 600; }
.columns { display: grid; grid-template-columns: 1fr 1.6fr; gap: 2.5rem; margin-top: 2rem; }
h2 { font-size: 1.1rem; color: var(--sea); border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; }
dt, .soft { color: var(--soft); }
dd { margin: 0; }
blockquote { margin: 0 0 1.4rem; padding-left: 1rem; border-left: 3px solid var(--line); }
.stars { font-size: 1.3rem; letter-spacing: .1em; }
.error { color: #a33; }
@media (max-width: 42rem) { .columns { grid-template-columns: 1fr; } }
"""

FIELDS = (("Type", "type"), ("Pages", "pages"), ("Publisher", "publisher"), ("Year", "year"), ("Author", "author"),
          ("Language", "language"), ("ISBN-10", "ISBN-10"), ("ISBN-13", "ISBN-13"))


def index(services: Mapping[str, str]) -> str:
    rows = "".join(f"<dt>{_text(name)}</dt><dd>{_text(url)}</dd>" for name, url in services.items())
    return _document("Bookinfo", "", f"""
<h1>Bookinfo</h1>
<p>One page, four services. <a href="/productpage">Go to the book</a>, or read it as JSON:
<a href="/api/v1/products">/api/v1/products</a>.</p>
<h2>What this page calls</h2>
<dl>{rows}</dl>""")


def product(book: Mapping[str, object], details: Mapping[str, object], reviews: Mapping[str, object], user: str) -> str:
    return _document(str(book["title"]), _sign_in(user), f"""
<h1>{_text(book["title"])}</h1>
<p>{_text(book["descriptionHtml"])}</p>
<div class="columns">
<section id="details"><h2>Book details</h2>{_details(details)}</section>
<section id="reviews"><h2>Book reviews</h2>{_reviews(reviews)}</section>
</div>""")


def _details(details: Mapping[str, object]) -> str:
    if "error" in details:
        return _error("Error fetching product details!", details["error"])
    return "<dl>" + "".join(f"<dt>{label}</dt><dd>{_text(details.get(key, ''))}</dd>" for label, key in FIELDS) + "</dl>"


def _reviews(reviews: Mapping[str, object]) -> str:
    if "error" in reviews:
        return _error("Error fetching product reviews!", reviews["error"])
    cluster = reviews.get("clustername", "null")
    where = f" on cluster <u>{_text(cluster)}</u>" if cluster != "null" else ""
    pod = f'<p class="soft">Reviews served by: <u id="reviews-pod">{_text(reviews.get("podname"))}</u>{where}</p>'
    return "".join(_review(review) for review in reviews.get("reviews", ())) + pod


def _review(review: Mapping[str, object]) -> str:
    rating = review.get("rating")
    return f"""<blockquote><p>&ldquo;{_text(review.get("text"))}&rdquo;</p>
<p class="soft">&mdash; {_text(review.get("reviewer"))}</p>{_rating(rating) if isinstance(rating, dict) else ""}</blockquote>
"""


def _rating(rating: Mapping[str, object]) -> str:
    if "error" in rating:
        return f'<p class="error">{_text(rating["error"])}</p>'
    stars = max(0, min(MAX_STARS, int(rating["stars"])))
    color = _text(rating["color"])
    return (f'<p class="stars" style="color: {color}" role="img" aria-label="{stars} of {MAX_STARS} {color} stars">'
            f'{"★" * stars}{"☆" * (MAX_STARS - stars)}</p>')


def _error(title: str, why: object) -> str:
    return f'<p class="error"><b>{title}</b><br>{_text(why)}</p>'


def _sign_in(user: str) -> str:
    if user:
        return f'<span>Signed in as <b>{_text(user)}</b> · <a href="/logout">Sign out</a></span>'
    return """<form method="post" action="/login"><input name="username" placeholder="User name" aria-label="User name" required>
<input name="passwd" type="password" placeholder="Password (any)" aria-label="Password"><button>Sign in</button></form>"""


def _document(title: str, corner: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title><link rel="icon" href="data:,"><style>{STYLE}</style></head>
<body><header><a href="/productpage"><b>Bookinfo</b></a>{corner}</header><main>{body}
</main></body></html>
"""


def _text(value: object) -> str:
    return html.escape(str(value))
